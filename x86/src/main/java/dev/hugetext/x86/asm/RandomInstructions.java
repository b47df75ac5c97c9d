package dev.hugetext.x86.asm;

import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.insn.DispSize;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.OperandKind;
import dev.hugetext.x86.table.Width;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Legal instructions at random, of any row of the table: the same seed gives the same ones. For
 * tests and fuzzers.
 */
public final class RandomInstructions {
  private static final List<Form> FORMS = List.of(Form.values());
  private static final long[] EDGES = {0, 1, -1, 2, 127, 128, -128, -129, 255, 256};

  private final RandomGenerator random;

  /** An endless source that draws from {@code random}. */
  public RandomInstructions(RandomGenerator random) {
    this.random = random;
  }

  /** An instruction of any form. */
  public Instruction next() {
    Form form = pick(FORMS);
    return next(form, pick(List.copyOf(form.widths())));
  }

  /** An instruction of this form and width, which must be legal for it. */
  public Instruction next(Form form, Width width) {
    List<Operand> operands = new ArrayList<>();
    for (OperandKind kind : form.operands()) {
      operands.add(operand(form, kind, width));
    }
    return complete(form, width, operands);
  }

  /** An instruction of this form, width and operands, the rest at random. */
  private Instruction complete(Form form, Width width, List<Operand> operands) {
    Condition condition = form.hasCondition() ? Condition.of(random.nextInt(16)) : null;
    boolean lockable = form.encoding().lockable() && operands.getFirst() instanceof Mem;
    boolean lock = lockable && random.nextBoolean();
    var buffer = new CodeBuffer();
    new Encoder(buffer).encode(form, width, condition, operands, lock, false);
    return new Instruction(
        form, width, condition, List.copyOf(operands), lock, false, buffer.length());
  }

  private Operand operand(Form form, OperandKind kind, Width width) {
    return switch (kind) {
      case RM, RM8, RM16, RM32 -> random.nextBoolean() ? register() : memory();
      case M8 -> memory();
      case M -> address(false);
      case R, R_OPCODE, R_VEX -> register();
      case ACC -> Operand.reg(Gpr.RAX);
      case CL -> Operand.reg(Gpr.RCX);
      case ONE -> Operand.imm(1);
      case IMM8 -> Operand.imm((byte) value());
      case COUNT8 -> Operand.imm(value() & 0xff);
      case IMM -> Operand.imm(signExtended(value(), form.encoding().immediate().bytes(width)));
      case REL8 -> Operand.rel((byte) value());
      case REL32 -> Operand.rel((int) value());
    };
  }

  private static long signExtended(long value, int bytes) {
    int unused = 64 - 8 * bytes;
    return value << unused >> unused;
  }

  private long value() {
    return random.nextInt(4) == 0 ? EDGES[random.nextInt(EDGES.length)] : random.nextLong();
  }

  private Operand register() {
    return Operand.reg(gpr());
  }

  private Gpr gpr() {
    return Gpr.of(random.nextInt(16));
  }

  private Mem memory() {
    return address(random.nextInt(8) == 0);
  }

  private Mem address(boolean gs) {
    int disp = (int) (random.nextBoolean() ? (byte) value() : value());
    DispSize size = pick(List.of(DispSize.values()));
    return switch (random.nextInt(8)) {
      case 0 -> new Mem(null, null, 1, disp, size, gs, true);
      case 1 -> new Mem(null, null, 1, disp, size, gs, false);
      case 2 -> new Mem(null, index(), scale(), disp, size, gs, false);
      case 3, 4, 5 -> new Mem(gpr(), index(), scale(), disp, size, gs, false);
      default -> new Mem(gpr(), null, 1, disp, size, gs, false);
    };
  }

  private Gpr index() {
    Gpr gpr = gpr();
    return gpr == Gpr.RSP ? Gpr.R12 : gpr;
  }

  private int scale() {
    return 1 << random.nextInt(4);
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
