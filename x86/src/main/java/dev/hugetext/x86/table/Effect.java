package dev.hugetext.x86.table;

import java.util.EnumSet;
import java.util.Set;

/**
 * What an instruction does, apart from how it is encoded. Closed: engines switch over it without
 * {@code default}, so that a new effect does not compile until each of them handles it.
 *
 * <p>Operands are numbered in Intel order: {@code dst} is operand 0, {@code src} operand 1.
 */
public enum Effect {
  /** {@code dst = src}. */
  MOVE,
  /** {@code dst = zero-extended src} (src is 8 or 16 bits). */
  ZERO_EXTEND,
  /** {@code dst = sign-extended src} (src is 8, 16 or 32 bits). */
  SIGN_EXTEND,
  /** {@code dst = address of src}; no access. */
  LOAD_ADDRESS,
  /** {@code dst += src}. */
  ADD,
  /** {@code dst |= src}. */
  OR,
  /** {@code dst &= src}. */
  AND,
  /** {@code dst += src + CF}. */
  ADC,
  /** {@code dst -= src + CF}. */
  SBB,
  /** {@code dst -= src}. */
  SUB,
  /** {@code dst ^= src}. */
  XOR,
  /** Flags of {@code dst - src}. */
  COMPARE,
  /** Flags of {@code dst & src}. */
  TEST,
  /** {@code dst += 1}; CF stays. */
  INC,
  /** {@code dst -= 1}; CF stays. */
  DEC,
  /** {@code dst = ~dst}. */
  NOT,
  /** {@code dst = -dst}. */
  NEG,
  /** Unsigned {@code RDX:RAX = RAX * operand 0}; AX = AL * operand 0 at width B. */
  MUL_WIDE,
  /** Signed {@code RDX:RAX = RAX * operand 0}; AX = AL * operand 0 at width B. */
  IMUL_WIDE,
  /** {@code dst = src * operand 2}, or {@code dst *= src} where there are two operands. */
  IMUL,
  /** Unsigned {@code RDX:RAX / operand 0}: quotient RAX, remainder RDX (AX, AL, AH at width B). */
  DIV,
  /** Signed {@code RDX:RAX / operand 0}: quotient RAX, remainder RDX (AX, AL, AH at width B). */
  IDIV,
  /** {@code dst <<= src}; count modulo 32, or 64 at width Q. Flags stay where the count is 0. */
  SHL,
  /** Unsigned {@code dst >>= src}; count as for SHL. */
  SHR,
  /** Signed {@code dst >>= src}; count as for SHL. */
  SAR,
  /** Rotate left; count as for SHL. */
  ROL,
  /** Rotate right; count as for SHL. */
  ROR,
  /** {@code dst = src << operand 2}, no flags. */
  SHLX,
  /** Unsigned {@code dst = src >> operand 2}, no flags. */
  SHRX,
  /** Signed {@code dst = src >> operand 2}, no flags. */
  SARX,
  /** Reverses the bytes of operand 0. */
  BSWAP,
  /** Fills AX (EAX, RAX) with the sign-extended lower half of it: cbw, cwde, cdqe. */
  SIGN_INTO_AX,
  /** Fills RDX (DX, EDX) with the sign of RAX (AX, EAX): cwd, cdq, cqo. */
  SIGN_INTO_DX,
  /**
   * {@code CF = bit src of dst}. A register as src with memory as dst names a bit of the bit string
   * that begins there, forwards or backwards; otherwise src counts modulo the width.
   */
  BIT_TEST,
  /** As {@link #BIT_TEST}, then sets the bit. */
  BIT_SET,
  /** As {@link #BIT_TEST}, then clears the bit. */
  BIT_RESET,
  /** As {@link #BIT_TEST}, then inverts the bit. */
  BIT_COMPLEMENT,
  /** Exchanges dst and src; locked where dst is memory. */
  XCHG,
  /** {@code (dst, src) = (dst + src, dst)}. */
  XADD,
  /** {@code if (RAX == dst) dst = src else RAX = dst}; flags of {@code RAX - dst}. */
  CMPXCHG,
  /** {@code if (condition) dst = src}; at width D the upper half is cleared in either case. */
  CMOV,
  /** {@code dst = condition ? 1 : 0}. */
  SET,
  /** Pushes operand 0. */
  PUSH,
  /** Pops into operand 0. */
  POP,
  /** Pushes RFLAGS. */
  PUSH_FLAGS,
  /** Pops RFLAGS. */
  POP_FLAGS,
  /** {@code RSP = RBP}, then pop RBP. */
  LEAVE,
  /** Goes to operand 0: a displacement, or the value of a register or of memory. */
  JUMP,
  /** Goes to operand 0, a displacement, if the condition holds. */
  BRANCH,
  /** Pushes the address of the next instruction, then as {@link #JUMP}. */
  CALL,
  /** Pops the instruction pointer. */
  RET,
  /** Breakpoint trap (#BP); the saved RIP is behind the byte. */
  BREAKPOINT,
  /** Invalid opcode (#UD) on purpose: ud1, ud2. */
  UNDEFINED,
  /** Orders loads, or stores, among themselves; nothing, as they are in order here. */
  FENCE,
  /** Orders all loads and stores: matters between CPUs on several host threads. */
  MEMORY_FENCE,
  /** Nothing; a memory operand is not accessed. */
  NOP;

  private static final Set<Effect> BRANCHES = EnumSet.of(JUMP, BRANCH, CALL, RET);
  private static final Set<Effect> SHIFTS = EnumSet.of(SHL, SHR, SAR, ROL, ROR);
  private static final Set<Effect> BITS = EnumSet.of(BIT_TEST, BIT_SET, BIT_RESET, BIT_COMPLEMENT);
  private static final Set<Effect> TRAPS = EnumSet.of(BREAKPOINT, UNDEFINED);

  /** Whether it may go elsewhere than to the next instruction. */
  public boolean isBranch() {
    return BRANCHES.contains(this);
  }

  /** Whether it shifts or rotates, with flags that depend on the count. */
  public boolean isShiftWithFlags() {
    return SHIFTS.contains(this);
  }

  /** Whether it is about one bit of its first operand. */
  public boolean isOfOneBit() {
    return BITS.contains(this);
  }

  /** Whether it does nothing but trap. */
  public boolean isTrap() {
    return TRAPS.contains(this);
  }
}
