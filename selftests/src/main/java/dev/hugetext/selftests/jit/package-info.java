/**
 * The compiler against the running kernel: the same rewritten instructions, the same bytes.
 *
 * <p>{@link dev.hugetext.selftests.jit.RandomPrograms} and {@link
 * dev.hugetext.selftests.jit.ConvergencePrograms} make programs from a seed, {@link
 * dev.hugetext.selftests.jit.KernelImages} loads one, compiles what the kernel made of it, and
 * compares the images: addresses included, once each symbol's address has been learned from the
 * kernel's own image.
 */
@NullMarked
package dev.hugetext.selftests.jit;

import org.jspecify.annotations.NullMarked;
