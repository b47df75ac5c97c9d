/**
 * Instructions as values: registers, conditions, operands, and a form with its operands. Immutable;
 * no bytes and no text here.
 *
 * <p>Depends on {@code x86.table} only.
 */
@NullMarked
package dev.hugetext.x86.insn;

import org.jspecify.annotations.NullMarked;
