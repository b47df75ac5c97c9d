package dev.hugetext.x86.decode;

import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Addressing;
import dev.hugetext.x86.table.Encoding;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.OperandKind;
import dev.hugetext.x86.table.Rex;
import dev.hugetext.x86.table.Width;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what stands behind an opcode and makes the operand list of it. Reused from instruction to
 * instruction, as is the cursor it reads from.
 */
final class OperandReader {
  private static final int REGISTERS = 16;

  /** The operand lists of two registers, by {@code first * 16 + second}: shared, they are many. */
  private static final List<List<Operand>> REGISTER_PAIRS = registerPairs();

  /** The operand kinds of every form by its ordinal: a list's call costs as much as the rest. */
  private static final OperandKind[][] KINDS =
      Arrays.stream(Form.values())
          .map(form -> form.operands().toArray(OperandKind[]::new))
          .toArray(OperandKind[][]::new);

  private static final Operand ONE = Operand.imm(1);

  private final Cursor in;
  private int opcode;
  private int vexRegister;
  private int modRm;
  private @Nullable Mem memory;
  private long immediate;
  private boolean rexNeeded;
  private @Nullable String problem;

  OperandReader(Cursor in) {
    this.in = in;
  }

  private static List<List<Operand>> registerPairs() {
    List<List<Operand>> pairs = new ArrayList<>();
    for (int i = 0; i < REGISTERS * REGISTERS; i++) {
      pairs.add(List.of(Operand.reg(Gpr.of(i / REGISTERS)), Operand.reg(Gpr.of(i % REGISTERS))));
    }
    return List.copyOf(pairs);
  }

  /** Reads ModRM, SIB, displacement and immediate, and makes the operands. */
  List<Operand> read(Form form, Width width, int opcodeByte, int vexRegisterNumber) {
    Encoding encoding = form.encoding();
    opcode = opcodeByte;
    vexRegister = vexRegisterNumber;
    rexNeeded = false;
    problem = null;
    memory = null;
    if (encoding.hasModRm()) {
      modRm = in.u8();
      if (modRm >> 6 != Addressing.REGISTER) {
        memory = MemoryOperands.read(in, modRm);
        problem = memory == null ? "a SIB byte without need" : null;
      }
    }
    immediate = in.signed(encoding.immediate().bytes(width));
    return operands(KINDS[form.ordinal()], width);
  }

  private List<Operand> operands(OperandKind[] kinds, Width width) {
    return switch (kinds.length) {
      case 0 -> List.of();
      case 1 -> List.of(operand(kinds[0], width));
      case 2 -> pair(operand(kinds[0], width), operand(kinds[1], width));
      default ->
          List.of(operand(kinds[0], width), operand(kinds[1], width), operand(kinds[2], width));
    };
  }

  private static List<Operand> pair(Operand first, Operand second) {
    if (first instanceof Operand.Reg(Gpr a) && second instanceof Operand.Reg(Gpr b)) {
      return REGISTER_PAIRS.get(a.number() * REGISTERS + b.number());
    }
    return List.of(first, second);
  }

  private Operand operand(OperandKind kind, Width width) {
    return switch (kind) {
      case RM, RM8, RM16, RM32 ->
          memory != null ? memory : register(modRm & 7, Rex.B, kind.width(width));
      case M -> address();
      case M8 -> hint();
      case R -> register(modRm >> 3 & 7, Rex.R, width);
      case R_OPCODE -> register(opcode & 7, Rex.B, width);
      case R_VEX -> Operand.reg(Gpr.of(vexRegister));
      case ACC -> Operand.reg(Gpr.RAX);
      case CL -> Operand.reg(Gpr.RCX);
      case ONE -> ONE;
      case IMM8, IMM -> Operand.imm(immediate);
      case COUNT8 -> Operand.imm(immediate & 0xff);
      case REL8, REL32 -> Operand.rel((int) immediate);
    };
  }

  private Operand address() {
    if (memory == null || memory.gs()) {
      problem = "an address must be memory, without segment";
      return ONE;
    }
    return memory;
  }

  private Operand hint() {
    if (memory == null) {
      problem = "a hint must be about memory";
      return ONE;
    }
    return memory;
  }

  private Operand register(int low, int rexBit, Width width) {
    if (width == Width.B && low >= 4) {
      rexNeeded = true;
      if (in.rex == 0) {
        problem = "AH, CH, DH and BH are not in the table";
      }
    }
    return Operand.reg(Gpr.of(low + in.high(rexBit)));
  }

  /** Whether the instruction read last has a memory operand. */
  boolean hasMemory() {
    return memory != null;
  }

  /** Whether the instruction read last has a byte register that only REX can name. */
  boolean rexNeeded() {
    return rexNeeded;
  }

  /** Why the instruction read last is invalid, or null. */
  @Nullable String problem() {
    return problem;
  }
}
