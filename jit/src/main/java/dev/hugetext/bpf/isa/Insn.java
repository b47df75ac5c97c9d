package dev.hugetext.bpf.isa;

import java.util.List;

/**
 * A decoded eBPF instruction: these cases are all there is (RFC 9669, sections 4 and 5, and Linux
 * 6.18 with its internal forms).
 *
 * <p>Decoding looks at what decides the meaning and ignores fields that must be zero: whether they
 * are is {@link BpfOpcode#reservedFieldsAreZero}'s business. Jump offsets count slots from the next
 * instruction.
 */
public sealed interface Insn {
  /** {@code dst op= source}. */
  record Alu(AluOp op, RegWidth width, Reg dst, Source source) implements Insn {}

  /** {@code dst = -dst}. */
  record Neg(RegWidth width, Reg dst) implements Insn {}

  /** {@code dst = (s8|s16|s32) src}. */
  record MoveSigned(RegWidth width, MemSize from, Reg dst, Reg src) implements Insn {}

  /** Byte order of the low {@code size}; the bits above become zero. */
  record Swap(SwapOp op, MemSize size, Reg dst) implements Insn {}

  /** Arena pointer from one address space to another. */
  record AddrSpaceCast(Reg dst, Reg src, int dstSpace, int srcSpace) implements Insn {}

  /** Internal: {@code dst = src} plus the running CPU's per-CPU offset. */
  record MovePerCpu(Reg dst, Reg src) implements Insn {}

  /** Two slots: {@code low} and {@code high} are their immediates. */
  record LoadImm64(Imm64Kind kind, Reg dst, int low, int high) implements Insn {
    /** Both halves as one number. */
    public long value() {
      return (low & 0xffff_ffffL) | (long) high << 32;
    }
  }

  /** Big-endian packet load to R0 at {@code imm}; the context is in R6. */
  record LoadAbs(MemSize size, int imm) implements Insn {}

  /** Big-endian packet load to R0 at {@code src + imm}; the context is in R6. */
  record LoadInd(MemSize size, Reg src, int imm) implements Insn {}

  /** {@code dst = *(size *)(base + offset)}. */
  record Load(MemSize size, boolean signed, AccessMode mode, Reg dst, Reg base, short offset)
      implements Insn {}

  /** {@code *(size *)(base + offset) = source}. */
  record Store(MemSize size, AccessMode mode, Reg base, short offset, Source source)
      implements Insn {}

  /** An atomic operation on {@code *(size *)(base + offset)} with {@code reg}. */
  record Atomic(AtomicOp op, MemSize size, AccessMode mode, Reg base, short offset, Reg reg)
      implements Insn {}

  /** {@code goto}; {@code offset} is 16 bits wide unless {@code wide}. */
  record Jump(boolean wide, int offset) implements Insn {}

  /** {@code if left cond right goto}. */
  record Branch(Cond cond, RegWidth width, Reg left, Source right, short offset) implements Insn {}

  /** Internal to newer kernels: jump to the address in a register. */
  record JumpIndirect(Reg dst) implements Insn {}

  /** Goes on or jumps, as the kernel likes. */
  record MayGoto(short offset) implements Insn {}

  /** Helper by number; after rewriting, the immediate may be a distance instead. */
  record CallHelper(int imm) implements Insn {}

  /** Function of the same program, {@code offset} slots from the next instruction. */
  record CallBpf(int offset) implements Insn {}

  /** Kernel function by BTF id, of the module at {@code descriptor} (0: the kernel itself). */
  record CallKfunc(int btfId, short descriptor) implements Insn {}

  /** Call through a register, which Linux refuses. */
  record CallRegister(Reg dst) implements Insn {}

  record Exit() implements Insn {}

  /** Internal: jump to a program of a map; {@code poke - 1} is a patch site, 0 is none. */
  record TailCall(int poke) implements Insn {}

  /** Internal: speculation barrier. */
  record NoSpec() implements Insn {}

  /** Not an instruction: no row, a register that does not exist, or a missing second slot. */
  record Invalid(RawInsn raw, String reason) implements Insn {}

  /**
   * The instruction at {@code index}.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  static Insn decode(List<RawInsn> insns, int index) {
    return InsnDecoder.decode(insns, index);
  }

  /** How many slots it takes, 1 or 2. */
  default int slots() {
    return this instanceof LoadImm64 ? 2 : 1;
  }

  /**
   * The slots of this instruction; {@link #decode} is the inverse.
   *
   * @throws IllegalArgumentException if there is no such form, e.g. a signed 64-bit load
   */
  default List<RawInsn> encode() {
    return InsnEncoder.encode(this);
  }
}
