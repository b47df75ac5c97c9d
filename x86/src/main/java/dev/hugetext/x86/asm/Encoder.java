package dev.hugetext.x86.asm;

import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Addressing;
import dev.hugetext.x86.table.Encoding;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.LegacyPrefix;
import dev.hugetext.x86.table.OperandKind;
import dev.hugetext.x86.table.Rex;
import dev.hugetext.x86.table.Vex;
import dev.hugetext.x86.table.Width;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes one instruction: first the operands are put where the encoding has a place for them, then
 * the parts are written in order.
 *
 * @see Encoding for the order of the parts
 */
final class Encoder {
  private final CodeBuffer out;
  private int rex; // its bits, and the prefix itself where a byte register needs it
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
      rex |= Rex.PREFIX;
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
      out.putByte(Encoding.OpcodeMap.ESCAPE);
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
        rex |= high(mem.base(), Rex.B) | high(mem.index(), Rex.X);
      }
    }
  }

  private void placeRegister(OperandKind kind, Gpr gpr, Width width) {
    switch (kind) {
      case RM, RM8, RM16, RM32 -> {
        rm = Operand.reg(gpr);
        rex |= high(gpr, Rex.B);
      }
      case R -> {
        regField = low(gpr);
        rex |= high(gpr, Rex.R);
      }
      case R_OPCODE -> {
        opcodeLow = low(gpr);
        rex |= high(gpr, Rex.B);
      }
      case R_VEX -> vexRegister = gpr.number();
      case ACC, CL, M, M8, ONE, IMM8, COUNT8, IMM, REL8, REL32 -> {
        return; // fixed: not encoded
      }
    }
    if (width == Width.B && gpr.byteNeedsRex()) {
      rex |= Rex.PREFIX;
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
      rex |= Rex.W;
    }
    if (rex != 0) {
      out.putByte(rex | Rex.PREFIX);
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

  private void vex(Encoding encoding, Width width) {
    out.putByte(Vex.FIRST);
    out.putByte(Vex.second(rex));
    out.putByte(Vex.third(width == Width.Q, vexRegister, encoding.prefixes()));
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
    switch (Objects.requireNonNull(rm, "no r/m operand")) {
      case Operand.Reg(Gpr gpr) -> putFields(Addressing.REGISTER, reg, low(gpr));
      case Mem mem -> memory(reg, mem);
      case Operand.Imm imm -> throw new IllegalStateException("r/m operand " + imm);
      case Operand.Rel rel -> throw new IllegalStateException("r/m operand " + rel);
    }
  }

  private void memory(int reg, Mem mem) {
    Gpr base = mem.base();
    Gpr index = mem.index();
    int mod = base == null ? 0 : mod(mem.dispBytes());
    if (mem.ripRelative()) {
      putFields(0, reg, Addressing.RIP_RELATIVE);
    } else if (base != null && index == null && low(base) != Addressing.SIB_FOLLOWS) {
      putFields(mod, reg, low(base));
    } else {
      putFields(mod, reg, Addressing.SIB_FOLLOWS);
      int scale = Integer.numberOfTrailingZeros(mem.scale());
      int indexCode = index == null ? Addressing.NO_INDEX : low(index);
      putFields(scale, indexCode, base == null ? Addressing.NO_BASE : low(base));
    }
    out.putLow(mem.disp(), mem.dispBytes());
  }

  private static int mod(int dispBytes) {
    return dispBytes == 0 ? 0 : dispBytes == 1 ? 1 : 2;
  }

  private static int low(Gpr gpr) {
    return gpr.number() & 7;
  }

  /** ModRM and SIB: fields of two, three and three bits. */
  private void putFields(int two, int three, int low) {
    out.putByte(two << 6 | three << 3 | low);
  }
}
