/**
 * The compiler from rewritten eBPF to x86-64 machine code.
 *
 * <p>{@link dev.hugetext.jit.JitCompiler} takes a program that has passed the verifier (or came in
 * through the trusted door) and gives a relocatable {@link dev.hugetext.jit.JitImage}: for each
 * function its bytes, and the places where an address is still missing. The tier here emits byte
 * for byte what the x86-64 JIT of Linux 6.18 emits; that kernel is the oracle.
 *
 * <p>A function goes through three steps: every instruction is lowered once to a fragment whose
 * length does not depend on where it lies ({@link dev.hugetext.jit.InsnLowering} and one class per
 * instruction family); {@link dev.hugetext.jit.JumpLayout} repeats the kernel's passes over lengths
 * alone until the jumps have found theirs; {@code FunctionCompiler} puts the fragments together.
 *
 * <p>No opcode number is written here: all bytes come from {@code x86.asm} by rows of {@code
 * x86.table}. Depends on {@code bpf.isa}, {@code x86.table}, {@code x86.insn}, {@code x86.asm} and
 * {@code x86.disasm}; never on {@code execmem}.
 */
@NullMarked
package dev.hugetext.jit;

import org.jspecify.annotations.NullMarked;
