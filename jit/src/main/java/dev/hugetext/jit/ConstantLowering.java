package dev.hugetext.jit;

import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;

/** Constants into registers, in the fewest bytes of the forms the kernel uses. */
final class ConstantLowering {

  private final CodeBuffer code;

  ConstantLowering(CodeBuffer code) {
    this.code = code;
  }

  /** The upper half becomes zero. */
  void move32(Gpr dst, int value) {
    if (value == 0) {
      code.emit(Form.XOR_RM_R, Width.D, dst, dst);
    } else {
      code.emit(Form.MOV_R_IV, Width.D, dst, value);
    }
  }

  /** Sign-extended from 32 bits. */
  void move64(Gpr dst, int value) {
    if (value < 0) {
      code.emit(Form.MOV_RM_IZ, Width.Q, dst, value);
    } else {
      move32(dst, value);
    }
  }

  /** Any 64-bit number. */
  void load(Gpr dst, long value) {
    if (value == (value & Width.D.mask())) {
      move32(dst, (int) value);
    } else if (value == (int) value) {
      move64(dst, (int) value);
    } else {
      code.emit(Form.MOV_R_IV, Width.Q, dst, value);
    }
  }

  /**
   * An address that is not known yet. Functions and the kernel's own variables lie in the range
   * whose addresses are their own sign extension, and the kernel counts on it; for all else eight
   * bytes are kept.
   */
  void load(Gpr dst, Symbol symbol) {
    switch (symbol) {
      case Symbol.Function _, Symbol.Kernel _ ->
          code.emit(Form.MOV_RM_IZ, Width.Q, dst, 0).relocateLast(Relocation.Kind.ABS32, symbol);
      case Symbol.Helper _,
          Symbol.CallBase _,
          Symbol.MapPointer _,
          Symbol.MapValue _,
          Symbol.TailCallSlot _,
          Symbol.PrivateStack _ ->
          code.emit(Form.MOV_R_IV, Width.Q, dst, 0).relocateLast(Relocation.Kind.ABS64, symbol);
    }
  }
}
