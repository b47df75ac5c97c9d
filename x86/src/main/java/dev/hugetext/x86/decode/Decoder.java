package dev.hugetext.x86.decode;

import dev.hugetext.x86.decode.Decoded.Invalid;
import dev.hugetext.x86.decode.Decoded.Ok;
import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Effect;
import dev.hugetext.x86.table.Encoding;
import dev.hugetext.x86.table.Encoding.LowBits;
import dev.hugetext.x86.table.Encoding.ModRm;
import dev.hugetext.x86.table.Encoding.OpcodeMap;
import dev.hugetext.x86.table.Encoding.Size;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.FormIndex;
import dev.hugetext.x86.table.Rex;
import dev.hugetext.x86.table.Vex;
import dev.hugetext.x86.table.Width;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one instruction at a time. Total: never throws, whatever the bytes.
 *
 * <p>Prefixes without need are accepted as a CPU accepts them: segments, 66 and 67 that change
 * nothing, repeated prefixes, REX bits that extend nothing, REPNE (BND) before near branches and
 * REP before {@code ret}. Not accepted, though a CPU may: what the SDM reserves (REP and REPNE
 * before other forms), REX that does not stand right before the opcode, 66 before forms of one
 * size, 32-bit addresses, FS, a second segment beside GS, a SIB byte without need, the registers AH
 * to BH.
 *
 * <p>Not safe for use by several threads.
 */
public final class Decoder {
  private static final FormIndex INDEX = FormIndex.ofAllForms();

  private final Cursor in = new Cursor();
  private final OperandReader reader = new OperandReader(in);

  /** A decoder for one thread. */
  public Decoder() {}

  /**
   * Decodes the instruction at {@code offset}.
   *
   * @param limit index behind the last byte that may be used
   */
  public Decoded decode(byte[] code, int offset, int limit) {
    int available = Math.min(limit, code.length) - offset;
    if (offset < 0 || available <= 0) {
      return new Invalid("no bytes", 0);
    }
    if (available >= Cursor.LOOKAHEAD) {
      return decode(code, offset);
    }
    byte[] padded = Arrays.copyOfRange(code, offset, offset + available);
    Decoded decoded = decode(Arrays.copyOf(padded, Cursor.LOOKAHEAD), 0);
    int used =
        switch (decoded) {
          case Ok(var insn) -> insn.length();
          case Invalid invalid -> invalid.length();
        };
    return used <= available ? decoded : new Invalid("cut off", available);
  }

  private Decoded decode(byte[] code, int start) {
    in.start(code, start);
    if (!in.readPrefixes()) {
      return invalid("nothing but prefixes", start);
    }
    int opcode = in.u8();
    if (opcode == Vex.FIRST) {
      return vex(start);
    }
    OpcodeMap map = OpcodeMap.ONE_BYTE;
    if (opcode == OpcodeMap.ESCAPE) {
      map = OpcodeMap.ESCAPE_0F;
      opcode = in.u8();
    }
    int mandatory = in.seen & Cursor.MANDATORY;
    Form form = INDEX.find(mandatory, map, opcode, in.peek());
    if (form == null && mandatory != 0) {
      form = ignoringRepeat(mandatory, INDEX.find(0, map, opcode, in.peek()));
    }
    if (form == null) {
      return invalid("no form has this opcode with these prefixes", start);
    }
    Width width = width(form.encoding(), opcode);
    if (width == null || !form.allows(width)) {
      return invalid("the form does not have this operand size", start);
    }
    return operands(form, width, opcode, 0, start);
  }

  /** The form, if these prefixes mean nothing before it: bnd branches and ret, and repz ret. */
  private static @Nullable Form ignoringRepeat(int prefixes, @Nullable Form form) {
    if (form == null) {
      return null;
    }
    boolean ignored =
        (prefixes == Encoding.PREFIX_F2 && form.effect().isBranch())
            || (prefixes == Encoding.PREFIX_F3 && form.effect() == Effect.RET);
    return ignored ? form : null;
  }

  /** Three-byte VEX, whose first byte was read; its fields are turned into prefixes and REX. */
  private Decoded vex(int start) {
    if ((in.seen & (Cursor.MANDATORY | Cursor.OPERAND_SIZE | Cursor.LOCK)) != 0 || in.rex != 0) {
      return invalid("a prefix before VEX", start);
    }
    int second = in.u8();
    int third = in.u8();
    int opcode = in.u8();
    in.rex = Vex.rex(second, third);
    Form form = INDEX.find(Vex.prefixes(third), OpcodeMap.VEX_0F38, opcode, in.peek());
    if (form == null || !Vex.isOfTheTable(second, third)) {
      return invalid("no form has this VEX opcode", start);
    }
    Width width = (in.rex & Rex.W) != 0 ? Width.Q : Width.D;
    return operands(form, width, opcode, Vex.register(third), start);
  }

  /** The operand size that prefixes and opcode say, or null if the form does not take them. */
  private @Nullable Width width(Encoding encoding, int opcode) {
    boolean wide = (in.rex & Rex.W) != 0;
    boolean word = in.has(Cursor.OPERAND_SIZE);
    return switch (encoding.size()) {
      case DEFAULT -> word || (wide && encoding.modRm() == ModRm.FIXED) ? null : Width.Q;
      case REX_W -> wide && !(word && encoding.modRm() == ModRm.FIXED) ? Width.Q : null;
      case BY_WIDTH -> {
        if (encoding.lowBits() == LowBits.WIDTH && (opcode & 1) == 0) {
          yield Width.B;
        }
        yield wide ? Width.Q : word ? Width.W : Width.D;
      }
    };
  }

  private Decoded operands(Form form, Width width, int opcode, int vexRegister, int start) {
    List<Operand> operands = reader.read(form, width, opcode, vexRegister);
    Encoding encoding = form.encoding();
    boolean ordinary = in.seen == 0 && !in.rexBitLeft(); // nearly all are
    String problem = ordinary ? reader.problem() : problem(encoding);
    if (problem != null) {
      return invalid(problem, start);
    }
    int length = in.position - start;
    if (length > Instruction.MAX_LENGTH) {
      return invalid("longer than an instruction may be", start);
    }
    Condition condition = form.hasCondition() ? Condition.of(opcode & 15) : null;
    boolean needless =
        isWideForNothing(encoding, width) || (!ordinary && isNeedless(encoding, width));
    boolean bareRex = in.rex == Rex.PREFIX && !reader.rexNeeded() && !needless;
    List<Byte> prefixes = needless ? in.prefixes(start) : List.of();
    return new Ok(
        new Instruction(
            form, width, condition, operands, in.has(Cursor.LOCK), bareRex, length, prefixes));
  }

  private @Nullable String problem(Encoding encoding) {
    if (in.has(Cursor.LOCK) && !(encoding.lockable() && reader.hasMemory())) {
      return "LOCK where it is not legal";
    }
    if (reader.hasMemory()) {
      if (in.has(Cursor.FS | Cursor.ADDRESS_SIZE)) {
        return "FS, or a 32-bit address";
      }
      if (in.has(Cursor.GS) && in.has(Cursor.OTHER_SEGMENT)) {
        return "two segments before a memory operand";
      }
    }
    boolean bitsMayBeLeft = encoding.modRm() == ModRm.REG || encoding.modRm() == ModRm.DIGIT;
    if (in.rexBitLeft() && (!bitsMayBeLeft || encoding.map() == OpcodeMap.VEX_0F38)) {
      return "REX or VEX extends a register that is not there";
    }
    return reader.problem();
  }

  /** Whether there is a prefix besides REX.W that an assembler would not have written. */
  private boolean isNeedless(Encoding encoding, Width width) {
    boolean word = encoding.size() == Size.BY_WIDTH && width == Width.W;
    int needed =
        (encoding.map() == OpcodeMap.VEX_0F38 ? 0 : encoding.prefixes())
            | Cursor.LOCK
            | (word ? Cursor.OPERAND_SIZE : 0)
            | (reader.hasMemory() ? Cursor.GS : 0);
    return in.repeated || (in.seen & ~needed) != 0 || in.rexBitLeft();
  }

  /** Whether REX.W says nothing. */
  private boolean isWideForNothing(Encoding encoding, Width width) {
    return (in.rex & Rex.W) != 0 && (encoding.size() == Size.DEFAULT || width == Width.B);
  }

  private Invalid invalid(String why, int start) {
    return new Invalid(why, Math.min(in.position - start, Instruction.MAX_LENGTH));
  }
}
