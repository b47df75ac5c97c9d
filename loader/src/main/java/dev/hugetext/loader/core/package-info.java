/**
 * Relocations against types ("compile once, run everywhere"): an object was compiled with some
 * layout of the kernel's types, and its instructions are to be made to fit the kernel's own.
 *
 * <p>{@link dev.hugetext.loader.core.Relocator} is the entrance. An access is a path through types
 * ({@link dev.hugetext.loader.core.Access}): read in the object's types, looked for in each of the
 * kernel's of the same name, and turned into a number in both; the instruction must hold the one
 * and gets the other. What the kernel does not have makes the instruction one that no verifier
 * accepts where it can be reached.
 *
 * <p>Behaves as libbpf does. Every walk through types is bounded, since either side may come from a
 * damaged file. Depends on {@code bpf.btf} and {@code bpf.isa}.
 */
@NullMarked
package dev.hugetext.loader.core;

import org.jspecify.annotations.NullMarked;
