/**
 * The eBPF instruction set as data: {@link BpfOpcode} is the one table of encodings, {@link
 * RawInsn} the eight bytes, {@link Insn} their meaning, {@link BpfProgram} what is loaded and
 * {@link RewrittenProgram} what the compiler takes.
 *
 * <p>Everything here is an immutable value in Linux's words (RFC 9669 and the 6.18 kernel). Opcode
 * numbers appear in {@link BpfOpcode} and nowhere else. Depends on {@code bpf.proto} and {@code
 * bpf.btf} only.
 */
@NullMarked
package dev.hugetext.bpf.isa;

import org.jspecify.annotations.NullMarked;
