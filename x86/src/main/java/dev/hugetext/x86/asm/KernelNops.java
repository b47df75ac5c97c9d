package dev.hugetext.x86.asm;

import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.LegacyPrefix;
import dev.hugetext.x86.table.Width;

/**
 * The nops of 1 to 11 bytes that Linux 6.18 pads x86-64 code with, as measured in its text; older
 * kernels stop at 8.
 */
final class KernelNops {
  /** The longest single nop, in bytes. */
  static final int LONGEST = 11;

  private static final byte CS = (byte) LegacyPrefix.CS.code();
  private static final byte DATA16 = (byte) LegacyPrefix.OPERAND_SIZE.code();

  private static final Mem PLAIN = Mem.base(Gpr.RAX, 0);
  private static final Mem BYTE = Mem.withDisp(Gpr.RAX, 0);
  private static final Mem DWORD = Mem.withDisp32(Gpr.RAX, 0);
  private static final Mem SIB_BYTE = Mem.indexedWithDisp(Gpr.RAX, Gpr.RAX, 1, 0);
  private static final Mem SIB_DWORD = Mem.indexedWithDisp32(Gpr.RAX, Gpr.RAX, 1, 0);

  private KernelNops() {}

  /** One nop of exactly {@code bytes} bytes, 1..11. */
  static Assembler emit(Assembler out, int bytes) {
    return switch (bytes) {
      case 1 -> out.emit(Form.NOP, Width.D);
      case 2 -> out.emit(Form.NOP, Width.W);
      case 3 -> out.emit(Form.NOP_RM, Width.D, PLAIN);
      case 4 -> out.emit(Form.NOP_RM, Width.D, BYTE);
      case 5 -> out.emit(Form.NOP_RM, Width.D, SIB_BYTE);
      case 6 -> out.emit(Form.NOP_RM, Width.W, SIB_BYTE);
      case 7 -> out.emit(Form.NOP_RM, Width.D, DWORD);
      case 8 -> out.emit(Form.NOP_RM, Width.D, SIB_DWORD);
      case 9 -> out.bytes(CS).emit(Form.NOP_RM, Width.D, SIB_DWORD);
      case 10 -> out.bytes(DATA16, CS).emit(Form.NOP_RM, Width.D, SIB_DWORD);
      case 11 -> out.bytes(DATA16, DATA16, CS).emit(Form.NOP_RM, Width.D, SIB_DWORD);
      default ->
          throw new IllegalArgumentException("nop of %d bytes, legal: 1..11".formatted(bytes));
    };
  }
}
