package dev.hugetext.x86.host;

import static dev.hugetext.x86.insn.Operand.reg;

import dev.hugetext.x86.asm.Assembler;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;
import java.util.List;

/**
 * The code around the code: a C function that loads every register from a block in memory, runs
 * what stands in the middle, and stores every register back.
 *
 * <p>The block is below 2 GiB and so is reached without a register. The loads and stores are moves,
 * which leave the flags alone; RSP is loaded last.
 */
final class EntryStub {
  /** Offset of RFLAGS in the block, in bytes; the general registers stand before it. */
  static final int FLAGS = 16 * Long.BYTES;

  private static final int HOST_STACK = FLAGS + Long.BYTES;

  /** Size of the block in bytes. */
  static final int BLOCK_BYTES = HOST_STACK + Long.BYTES;

  /** What a C function must leave as it was (System V ABI), besides RSP. */
  private static final List<Gpr> PRESERVED =
      List.of(Gpr.RBX, Gpr.RBP, Gpr.R12, Gpr.R13, Gpr.R14, Gpr.R15);

  private final int block;

  /** A stub for the register block at this address. */
  EntryStub(long block) {
    this.block = Math.toIntExact(block);
  }

  private Mem at(int offset) {
    return Mem.absolute(block + offset);
  }

  private Mem at(Gpr gpr) {
    return at(gpr.number() * Long.BYTES);
  }

  /** From the call to the first byte of the code, which follows it. */
  byte[] before() {
    var out = new Assembler();
    PRESERVED.forEach(gpr -> out.emit(Form.PUSH_R, Width.Q, reg(gpr)));
    out.emit(Form.PUSHF, Width.Q);
    out.emit(Form.MOV_RM_R, Width.Q, at(HOST_STACK), reg(Gpr.RSP));
    out.emit(Form.MOV_R_RM, Width.Q, reg(Gpr.RAX), at(FLAGS));
    out.emit(Form.PUSH_R, Width.Q, reg(Gpr.RAX));
    out.emit(Form.POPF, Width.Q);
    for (Gpr gpr : Gpr.values()) {
      if (gpr != Gpr.RSP) {
        out.emit(Form.MOV_R_RM, Width.Q, reg(gpr), at(gpr));
      }
    }
    out.emit(Form.MOV_R_RM, Width.Q, reg(Gpr.RSP), at(Gpr.RSP));
    return out.toBytes();
  }

  /** From the end of the code to the return. */
  byte[] behind() {
    var out = new Assembler();
    for (Gpr gpr : Gpr.values()) {
      out.emit(Form.MOV_RM_R, Width.Q, at(gpr), reg(gpr));
    }
    out.emit(Form.MOV_R_RM, Width.Q, reg(Gpr.RSP), at(HOST_STACK));
    out.emit(Form.PUSHF, Width.Q);
    out.emit(Form.POP_R, Width.Q, reg(Gpr.RAX));
    out.emit(Form.MOV_RM_R, Width.Q, at(FLAGS), reg(Gpr.RAX));
    out.emit(Form.POPF, Width.Q);
    PRESERVED.reversed().forEach(gpr -> out.emit(Form.POP_R, Width.Q, reg(gpr)));
    return out.emit(Form.RET, Width.Q).toBytes();
  }
}
