/**
 * What the emulated kernel's memory management answers: error numbers, one-time warnings ({@link
 * dev.hugetext.execmem.outcome.Warnings}) and the end of the world ({@link
 * dev.hugetext.execmem.outcome.KernelBug}).
 *
 * <p>Expected outcomes are values with the kernel's meaning; nothing here prints. Depends on {@code
 * java.base} only.
 */
@NullMarked
package dev.hugetext.execmem.outcome;

import org.jspecify.annotations.NullMarked;
