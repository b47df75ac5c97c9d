package dev.hugetext.jit;

import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.isa.RegWidth;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.table.Width;

/**
 * Which x86 register holds which eBPF register. The frame pointer is RBP, unless the program's
 * stack lies elsewhere.
 */
enum RegisterMap {
  /** The program's stack is part of the kernel's. */
  KERNEL_STACK(Gpr.RBP),
  /** The program's stack is a per-CPU area; R9, which calls destroy, points to its end. */
  PRIVATE_STACK(Gpr.R9);

  /** The compiler's own temporary: divisors, shift operands, new values of atomic loops. */
  static final Gpr AUX = Gpr.R11;

  private final Gpr framePointer;

  RegisterMap(Gpr framePointer) {
    this.framePointer = framePointer;
  }

  Gpr of(Reg reg) {
    return switch (reg) {
      case R0 -> Gpr.RAX;
      case R1 -> Gpr.RDI;
      case R2 -> Gpr.RSI;
      case R3 -> Gpr.RDX;
      case R4 -> Gpr.RCX;
      case R5 -> Gpr.R8;
      case R6 -> Gpr.RBX;
      case R7 -> Gpr.R13;
      case R8 -> Gpr.R14;
      case R9 -> Gpr.R15;
      case R10 -> framePointer;
      case AX -> Gpr.R10;
    };
  }

  Gpr framePointer() {
    return framePointer;
  }

  static Width width(RegWidth width) {
    return switch (width) {
      case W32 -> Width.D;
      case W64 -> Width.Q;
    };
  }
}
