package dev.hugetext.x86.decode;

import dev.hugetext.x86.decode.Decoded.Invalid;
import dev.hugetext.x86.decode.Decoded.Ok;
import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Encoding;
import dev.hugetext.x86.table.Encoding.LowBits;
import dev.hugetext.x86.table.Encoding.OpcodeMap;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.FormIndex;
import dev.hugetext.x86.table.Width;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one instruction at a time. Total: never throws, whatever the bytes.
 *
 * <p>Stricter than a CPU: prefixes that a CPU ignores (a repeated one, 66 beside REX.W, REX.W
 * before a byte instruction, REX before another prefix) are invalid here, because nothing emits
 * them and a listing could not show them. Not safe for use by several threads.
 */
public final class Decoder {
  private static final FormIndex INDEX = FormIndex.ofAllForms();
  private static final int BARE_REX = 0x40;

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
      return invalid("a prefix stands there twice", start);
    }
    int opcode = in.u8();
    if (opcode == 0xc4) {
      return vex(start);
    }
    OpcodeMap map = OpcodeMap.ONE_BYTE;
    if (opcode == 0x0f) {
      map = OpcodeMap.ESCAPE_0F;
      opcode = in.u8();
    }
    Form form = INDEX.find(in.seen & Cursor.MANDATORY, map, opcode, in.peek());
    if (form == null) {
      return invalid("no form has this opcode with these prefixes", start);
    }
    Width width = width(form.encoding(), opcode);
    if (width == null || !form.allows(width)) {
      return invalid("the form does not have this operand size", start);
    }
    return operands(form, width, opcode, 0, start);
  }

  /** Three-byte VEX, whose first byte was read; its fields are turned into prefixes and REX. */
  private Decoded vex(int start) {
    if (in.seen != 0 && in.seen != Cursor.GS || in.rex != 0) {
      return invalid("a prefix before VEX", start);
    }
    int second = in.u8();
    int third = in.u8();
    int opcode = in.u8();
    in.rex = ~second >> 5 & 7 | third >> 4 & Cursor.REX_W;
    int pp =
        switch (third & 3) {
          case 1 -> Encoding.PREFIX_66;
          case 2 -> Encoding.PREFIX_F3;
          case 3 -> Encoding.PREFIX_F2;
          default -> 0;
        };
    boolean map0f38 = (second & 31) == 2;
    boolean length128 = (third & 4) == 0;
    Form form = INDEX.find(pp, OpcodeMap.VEX_0F38, opcode, in.peek());
    if (form == null || !map0f38 || !length128) {
      return invalid("no form has this VEX opcode", start);
    }
    Width width = (in.rex & Cursor.REX_W) != 0 ? Width.Q : Width.D;
    return operands(form, width, opcode, ~third >> 3 & 15, start);
  }

  /** The operand size that prefixes and opcode say, or null if they contradict each other. */
  private @Nullable Width width(Encoding encoding, int opcode) {
    boolean wide = (in.rex & Cursor.REX_W) != 0;
    boolean word = in.has(Cursor.OPERAND_SIZE);
    if (wide && word) {
      return null;
    }
    return switch (encoding.size()) {
      case DEFAULT -> wide || word ? null : Width.Q;
      case REX_W -> wide ? Width.Q : null;
      case BY_WIDTH -> {
        if (encoding.lowBits() == LowBits.WIDTH && (opcode & 1) == 0) {
          yield wide || word ? null : Width.B;
        }
        yield wide ? Width.Q : word ? Width.W : Width.D;
      }
    };
  }

  private Decoded operands(Form form, Width width, int opcode, int vexRegister, int start) {
    List<Operand> operands = reader.read(form, width, opcode, vexRegister);
    if (in.has(Cursor.LOCK) && !(form.encoding().lockable() && reader.hasMemory())) {
      return invalid("LOCK where it is not legal", start);
    }
    if (in.has(Cursor.GS) && (!reader.hasMemory() || form.encoding().hasCsPrefix())) {
      return invalid("a segment prefix without a memory operand, or a second one", start);
    }
    String problem = reader.problem();
    if (problem != null) {
      return invalid(problem, start);
    }
    if (in.rexBitLeft()) {
      return invalid("REX extends a register that is not there", start);
    }
    Condition condition = form.hasCondition() ? Condition.of(opcode & 15) : null;
    boolean bareRex = in.rex == BARE_REX && !reader.rexNeeded();
    int length = in.position - start;
    return new Ok(
        new Instruction(form, width, condition, operands, in.has(Cursor.LOCK), bareRex, length));
  }

  private Invalid invalid(String why, int start) {
    return new Invalid(why, Math.min(in.position - start, Instruction.MAX_LENGTH));
  }
}
