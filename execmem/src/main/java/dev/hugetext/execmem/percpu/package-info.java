/**
 * Per-CPU memory: a first chunk in the direct map, whose units hold the per-CPU variables of static
 * text, and further chunks in vmalloc space, allocated from its top down.
 *
 * <p>All chunks have the units of one CPU at the same distances, so one offset a CPU, its gs base,
 * turns a per-CPU pointer of any chunk into an address. Locks, outermost first: {@code
 * pcpu_alloc_mutex} (adding, filling and removing chunks), then {@code pcpu_lock} (what is free).
 */
@NullMarked
package dev.hugetext.execmem.percpu;

import org.jspecify.annotations.NullMarked;
