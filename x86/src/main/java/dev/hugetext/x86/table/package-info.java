/**
 * The one table of x86-64 instructions: every encoding form is one row of {@link
 * dev.hugetext.x86.table.Form}, written in the notation of the Intel SDM, volume 2. Assembler,
 * decoder, listing, interpreter, translator and random generators read these rows; opcode numbers
 * stand nowhere else.
 *
 * <p>Knows nobody: registers, operands and instructions are built on it in {@code x86.insn}.
 */
@NullMarked
package dev.hugetext.x86.table;

import org.jspecify.annotations.NullMarked;
