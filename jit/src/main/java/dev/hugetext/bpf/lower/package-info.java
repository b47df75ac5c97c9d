/**
 * Turns what programs see into what the kernel has: accesses to context fields and legacy packet
 * loads as the instructions that Linux 6.18 puts in their place.
 *
 * <p>The shapes and offsets are data in {@code bpf.proto}; here they become instructions. Used by
 * the verifier's rewriting.
 */
@NullMarked
package dev.hugetext.bpf.lower;

import org.jspecify.annotations.NullMarked;
