/**
 * From instructions to bytes: one form with its operands at a time, labels, and jumps that take the
 * short form where it reaches.
 *
 * <p>What is written follows from the table; wrong use is an {@link IllegalArgumentException} that
 * says what would be legal. Depends on {@code x86.table} and {@code x86.insn}.
 */
@NullMarked
package dev.hugetext.x86.asm;

import org.jspecify.annotations.NullMarked;
