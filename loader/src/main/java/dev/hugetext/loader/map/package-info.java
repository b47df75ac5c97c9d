/**
 * BPF maps in emulated memory: what {@code struct bpf_map} and its elements are to a program.
 *
 * <p>Elements lie in guest memory, because programs hold pointers to them; search structures and
 * lists are on the Java heap. Each operation returns what the kernel's returns: an address, zero,
 * or a negative errno. Which element a new key gets is also the kernel's rule, since a program that
 * still points at a deleted element sees it; so is which element an LRU map evicts.
 *
 * <p>{@link dev.hugetext.loader.map.BpfMap} is a map as programs use it, {@link
 * dev.hugetext.loader.map.MapSyscalls} as user space does. Definitions are judged by {@code
 * map.creation} before anything is allocated.
 *
 * <p>Depends on {@code bpf.proto} for definitions and on guest memory; knows no policies and no
 * command line.
 */
@NullMarked
package dev.hugetext.loader.map;

import org.jspecify.annotations.NullMarked;
