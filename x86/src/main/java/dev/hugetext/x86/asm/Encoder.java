package dev.hugetext.x86.asm;

import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.insn.DispSize;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Encoding;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.LegacyPrefix;
import dev.hugetext.x86.table.OperandKind;
import dev.hugetext.x86.table.Width;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one instruction: first the operands are put where the encoding has a place for them, then
 * the parts are written in order.
 *
 * @see Encoding for the order of the parts
 */
final class Encoder {
  private static final int REX = 0x40;
  private static final int REX_W = 8;
  private static final int REX_R = 4;
  private static final int REX_X = 2;
  private static final int REX_B = 1;

  private final CodeBuffer out;
  private int rex; // REX_ bits, and REX itself where a byte register needs it
  private int regField; // ModRM.reg, low three bits
  private int opcodeLow;
  private int vexRegister;
  private long immediate;
  private @Nullable Operand rm;

  Encoder(CodeBuffer out) {
    this.out = out;
  }

  /** As a decoder gave it, with its needless prefixes. */
  void encode(Instruction insn) {
    Form form = insn.form();
    if (insn.prefixes().isEmpty()) {
      encode(form, insn.width(), insn.condition(), insn.operands(), insn.lock(), insn.bareRex());
      return;
    }
    prepare(form, insn.width(), insn.condition(), insn.operands(), insn.lock());
    insn.prefixes().forEach(out::putByte);
    if (form.encoding().map() == Encoding.OpcodeMap.VEX_0F38) {
      vex(form.encoding(), insn.width());
    }
    opcodeAndOperands(form.encoding(), insn.width());
  }

  /** With the prefixes that it needs. */
  void encode(
      Form form,
      Width width,
      @Nullable Condition condition,
      List<Operand> operands,
      boolean lock,
      boolean bareRex) {
    prepare(form, width, condition, operands, lock);
    if (bareRex) {
      rex |= REX;
    }
    Encoding encoding = form.encoding();
    if (rm instanceof Mem mem && mem.gs()) {
      out.putByte(LegacyPrefix.GS.code());
    }
    if (encoding.map() == Encoding.OpcodeMap.VEX_0F38) {
      vex(encoding, width);
    } else {
      legacy(encoding, width, lock);
    }
    opcodeAndOperands(encoding, width);
  }

  private void prepare(
      Form form, Width width, @Nullable Condition condition, List<Operand> operands, boolean lock) {
    Legality.check(form, width, condition, operands, lock);
    place(form, width, operands);
    opcodeLow |=
        switch (form.encoding().lowBits()) {
          case FIXED, REGISTER -> 0;
          case WIDTH -> width == Width.B ? 0 : 1;
          case CONDITION -> condition == null ? 0 : condition.cc();
        };
  }

  private void opcodeAndOperands(Encoding encoding, Width width) {
    if (encoding.map() == Encoding.OpcodeMap.ESCAPE_0F) {
      out.putByte(0x0f);
    }
    out.putByte(encoding.opcode() | opcodeLow);
    modRm(encoding);
    out.putLow(immediate, encoding.immediate().bytes(width));
  }

  private void place(Form form, Width width, List<Operand> operands) {
    rex = 0;
    regField = 0;
    opcodeLow = 0;
    vexRegister = 0;
    immediate = 0;
    rm = null;
    for (int i = 0; i < operands.size(); i++) {
      OperandKind kind = form.operands().get(i);
      place(kind, operands.get(i), kind.width(width));
    }
  }

  private void place(OperandKind kind, Operand operand, Width width) {
    switch (operand) {
      case Operand.Reg(Gpr gpr) -> placeRegister(kind, gpr, width);
      case Operand.Imm(long value) -> immediate = value;
      case Operand.Rel(int displacement) -> immediate = displacement;
      case Mem mem -> {
        rm = mem;
        rex |= high(mem.base(), REX_B) | high(mem.index(), REX_X);
      }
    }
  }

  private void placeRegister(OperandKind kind, Gpr gpr, Width width) {
    switch (kind) {
      case RM, RM8, RM16, RM32 -> {
        rm = Operand.reg(gpr);
        rex |= high(gpr, REX_B);
      }
      case R -> {
        regField = gpr.number() & 7;
        rex |= high(gpr, REX_R);
      }
      case R_OPCODE -> {
        opcodeLow = gpr.number() & 7;
        rex |= high(gpr, REX_B);
      }
      case R_VEX -> vexRegister = gpr.number();
      case ACC, CL, M, M8, ONE, IMM8, COUNT8, IMM, REL8, REL32 -> {
        return; // fixed: not encoded
      }
    }
    if (width == Width.B && gpr.byteNeedsRex()) {
      rex |= REX;
    }
  }

  private static int high(@Nullable Gpr gpr, int bit) {
    return gpr != null && gpr.number() >= 8 ? bit : 0;
  }

  private void legacy(Encoding encoding, Width width, boolean lock) {
    boolean bySize = encoding.size() == Encoding.Size.BY_WIDTH;
    if (bySize && width == Width.W) {
      out.putByte(LegacyPrefix.OPERAND_SIZE.code());
    }
    if (lock) {
      out.putByte(LegacyPrefix.LOCK.code());
    }
    mandatory(encoding.prefixes());
    if (encoding.size() == Encoding.Size.REX_W || (bySize && width == Width.Q)) {
      rex |= REX_W;
    }
    if (rex != 0) {
      out.putByte(rex | REX);
    }
  }

  private void mandatory(int prefixes) {
    if ((prefixes & Encoding.PREFIX_F2) != 0) {
      out.putByte(LegacyPrefix.REPNE.code());
    }
    if ((prefixes & Encoding.PREFIX_F3) != 0) {
      out.putByte(LegacyPrefix.REP.code());
    }
  }

  /** Three-byte VEX: C4, then inverted R, X, B and the map, then W, inverted vvvv, L and pp. */
  private void vex(Encoding encoding, Width width) {
    int pp =
        switch (encoding.prefixes()) {
          case Encoding.PREFIX_66 -> 1;
          case Encoding.PREFIX_F3 -> 2;
          case Encoding.PREFIX_F2 -> 3;
          default -> 0;
        };
    int inverted = ~rex & (REX_R | REX_X | REX_B);
    int w = width == Width.Q ? 0x80 : 0;
    out.putByte(0xc4);
    out.putByte(inverted << 5 | 2);
    out.putByte(w | (~vexRegister & 15) << 3 | pp);
  }

  private void modRm(Encoding encoding) {
    switch (encoding.modRm()) {
      case NONE -> {}
      case REG -> rm(regField);
      case DIGIT -> rm(encoding.modRmValue());
      case FIXED -> out.putByte(encoding.modRmValue());
    }
  }

  private void rm(int reg) {
    switch (rm) {
      case Operand.Reg(Gpr gpr) -> out.putByte(0xc0 | reg << 3 | (gpr.number() & 7));
      case Mem mem -> memory(reg << 3, mem);
      case null, default -> throw new IllegalStateException("no r/m operand: " + rm);
    }
  }

  private void memory(int reg, Mem mem) {
    Gpr base = mem.base();
    Gpr index = mem.index();
    if (base == null) {
      withoutBase(reg, mem, index);
      return;
    }
    int dispBytes = dispBytes(mem, base);
    int mod = dispBytes == 0 ? 0 : dispBytes == 1 ? 0x40 : 0x80;
    int low = base.number() & 7;
    if (index != null) {
      out.putByte(mod | reg | 4);
      out.putByte(scaleBits(mem) | (index.number() & 7) << 3 | low);
    } else if (low == 4) { // RSP and R12: rm = 4 says that a SIB byte follows
      out.putByte(mod | reg | 4);
      out.putByte(0x20 | low);
    } else {
      out.putByte(mod | reg | low);
    }
    out.putLow(mem.disp(), dispBytes);
  }

  /** Absolute (SIB with base 5 at mod 0: no base) or RIP-relative (rm 5 at mod 0). */
  private void withoutBase(int reg, Mem mem, @Nullable Gpr index) {
    if (mem.ripRelative()) {
      out.putByte(reg | 5);
    } else {
      out.putByte(reg | 4);
      out.putByte(scaleBits(mem) | (index == null ? 4 : index.number() & 7) << 3 | 5);
    }
    out.putLow(mem.disp(), 4);
  }

  private static int dispBytes(Mem mem, Gpr base) {
    boolean zeroNeedsByte = (base.number() & 7) == 5; // RBP and R13: mod 0 means no base
    if (mem.dispSize() == DispSize.ALWAYS_32 || mem.disp() != (byte) mem.disp()) {
      return 4;
    }
    boolean none = mem.disp() == 0 && !zeroNeedsByte && mem.dispSize() == DispSize.SHORTEST;
    return none ? 0 : 1;
  }

  private static int scaleBits(Mem mem) {
    return Integer.numberOfTrailingZeros(mem.scale()) << 6;
  }
}
