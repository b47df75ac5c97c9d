package dev.hugetext.x86.disasm;

import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Effect;
import dev.hugetext.x86.table.Encoding;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.LegacyPrefix;
import dev.hugetext.x86.table.OperandKind;
import dev.hugetext.x86.table.Rex;
import dev.hugetext.x86.table.Width;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What objdump writes before a mnemonic: the prefixes that the mnemonic does not tell. */
final class PrefixText {
  private static final String REX_LETTERS = "WRXB";

  private final Instruction insn;
  private final Syntax syntax;

  private PrefixText(Instruction insn, Syntax syntax) {
    this.insn = insn;
    this.syntax = syntax;
  }

  /** The prefixes, each with a space behind it. */
  static String before(Instruction insn, Syntax syntax) {
    if (insn.prefixes().isEmpty()) {
      return (insn.lock() ? "lock " : "") + (insn.bareRex() ? "rex " : "");
    }
    return new PrefixText(insn, syntax).all();
  }

  /**
   * A branch hint as AT&amp;T syntax has it: {@code ,pt} or {@code ,pn}; else empty. Either segment
   * will do wherever it stands, but not both; the last segment is not printed then.
   */
  static String hint(Instruction insn) {
    boolean unlikely = has(insn, LegacyPrefix.CS);
    if (insn.form().effect() != Effect.BRANCH || unlikely == has(insn, LegacyPrefix.DS)) {
      return "";
    }
    return unlikely ? ",pn" : ",pt";
  }

  private static boolean has(Instruction insn, LegacyPrefix prefix) {
    return insn.prefixes().contains((byte) prefix.code());
  }

  /** The last prefix of each kind may be told by the mnemonic; the others stand for nothing. */
  private String all() {
    List<String> texts = new ArrayList<>();
    Set<LegacyPrefix> seen = EnumSet.noneOf(LegacyPrefix.class);
    for (int i = insn.prefixes().size() - 1; i >= 0; i--) {
      int value = insn.prefixes().get(i) & 0xff;
      LegacyPrefix prefix = named(value);
      String text = prefix == null ? rex(value) : text(prefix, seen.add(prefix));
      if (!text.isEmpty()) {
        texts.addFirst(text + " ");
      }
    }
    return String.join("", texts);
  }

  private static @Nullable LegacyPrefix named(int value) {
    for (LegacyPrefix prefix : LegacyPrefix.values()) {
      if (prefix.code() == value) {
        return prefix;
      }
    }
    return null;
  }

  private static @Nullable LegacyPrefix lastSegment(Instruction insn) {
    for (Byte value : insn.prefixes().reversed()) {
      LegacyPrefix prefix = named(value & 0xff);
      if (prefix != null && isSegment(prefix)) {
        return prefix;
      }
    }
    return null;
  }

  private static boolean isSegment(LegacyPrefix prefix) {
    return switch (prefix) {
      case ES, CS, SS, DS, FS, GS -> true;
      case OPERAND_SIZE, ADDRESS_SIZE, LOCK, REPNE, REP -> false;
    };
  }

  private String text(LegacyPrefix prefix, boolean last) {
    if (!last) {
      return prefix.text();
    }
    Encoding encoding = insn.form().encoding();
    return switch (prefix) {
      case OPERAND_SIZE -> operandSizeIsTold(encoding) ? "" : prefix.text();
      case GS -> usesGs() ? "" : segment(prefix);
      case REPNE -> mandatory(Encoding.PREFIX_F2) ? "" : "bnd"; // accepted before branches only
      case REP -> mandatory(Encoding.PREFIX_F3) ? "" : prefix.text();
      case ES, CS, SS, DS, FS -> segment(prefix);
      case ADDRESS_SIZE, LOCK -> prefix.text();
    };
  }

  /** Binutils 2.40 shows a needless one before movsxd only of memory in AT&amp;T syntax. */
  private boolean operandSizeIsTold(Encoding encoding) {
    return (encoding.size() == Encoding.Size.BY_WIDTH && insn.width() == Width.W)
        || (insn.form() == Form.MOVSXD_R_RM32
            && (syntax == Syntax.INTEL || insn.operand(1) instanceof Operand.Reg));
  }

  private String segment(LegacyPrefix prefix) {
    if (prefix != lastSegment(insn)) {
      return prefix.text();
    }
    if (syntax == Syntax.ATT && !hint(insn).isEmpty()) {
      return ""; // stands behind the mnemonic
    }
    return isNotrack() ? "notrack" : prefix.text();
  }

  /** Any DS will do; the last segment, whichever it is, is then printed so. */
  private boolean isNotrack() {
    return isIndirectBranch(insn.form()) && insn.prefixes().contains((byte) LegacyPrefix.DS.code());
  }

  /** Whether the form jumps to what is in a register or in memory. */
  static boolean isIndirectBranch(Form form) {
    boolean branch = form.effect() == Effect.JUMP || form.effect() == Effect.CALL;
    return branch && form.operands().getFirst() == OperandKind.RM;
  }

  private boolean mandatory(int prefix) {
    return (insn.form().encoding().prefixes() & prefix) != 0;
  }

  private boolean usesGs() {
    return insn.operands().stream().anyMatch(operand -> operand instanceof Mem mem && mem.gs());
  }

  /** All bits of REX, if one of them extends nothing. */
  private String rex(int value) {
    int used = usedRex();
    int bits = value & ~Rex.PREFIX;
    boolean bare = bits == 0 && (used & Rex.PREFIX) == 0;
    if ((bits & ~used) == 0 && !bare) {
      return "";
    }
    var letters = new StringBuilder();
    for (int i = 0; i < REX_LETTERS.length(); i++) {
      letters.append((value & Rex.W >> i) != 0 ? REX_LETTERS.substring(i, i + 1) : "");
    }
    return letters.isEmpty() ? "rex" : "rex." + letters;
  }

  private int usedRex() {
    Encoding.Size size = insn.form().encoding().size();
    boolean wide =
        size == Encoding.Size.REX_W || (size == Encoding.Size.BY_WIDTH && insn.width() == Width.Q);
    int used = wide ? Rex.W : 0;
    for (int i = 0; i < insn.operands().size(); i++) {
      OperandKind kind = insn.form().operands().get(i);
      used |=
          switch (insn.operand(i)) {
            case Operand.Reg(Gpr gpr) -> register(kind, gpr);
            case Mem mem -> memory(mem);
            case Operand.Imm imm -> 0;
            case Operand.Rel rel -> 0;
          };
    }
    return used;
  }

  /** Binutils takes B as used where there is no base. */
  private static int memory(Mem mem) {
    int base = mem.base() == null ? Rex.B : high(mem.base(), Rex.B);
    return base | high(mem.index(), Rex.X);
  }

  private int register(OperandKind kind, Gpr gpr) {
    int bit =
        switch (kind) {
          case R -> Rex.R;
          case RM, RM8, RM16, RM32, R_OPCODE -> Rex.B;
          case R_VEX, ACC, CL, M, M8, ONE, IMM8, COUNT8, IMM, REL8, REL32 -> 0;
        };
    boolean byteNeedsRex = kind.width(insn.width()) == Width.B && gpr.byteNeedsRex();
    return high(gpr, bit) | (bit != 0 && byteNeedsRex ? Rex.PREFIX : 0);
  }

  private static int high(@Nullable Gpr gpr, int bit) {
    return gpr != null && gpr.number() >= 8 ? bit : 0;
  }
}
