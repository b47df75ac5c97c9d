/**
 * What the kernel's CPUs agree by: the text mutex, spin locks, deferred frees, and TLB shootdowns
 * with their ceiling.
 *
 * <p>Locks are real ones: several host threads may drive one kernel, each as its own CPU.
 */
@NullMarked
package dev.hugetext.execmem.sync;

import org.jspecify.annotations.NullMarked;
