package dev.hugetext.x86.host;

import dev.hugetext.x86.asm.Assembler;
import dev.hugetext.x86.asm.RandomInstructions;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Effect;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes random trials that the host survives: memory operands are moved into the scratch block. */
final class TrialMaker {
  private static final long[] EDGES = {
    0,
    1,
    -1,
    2,
    0x7f,
    0x80,
    0xff,
    0x7fff,
    0x8000,
    0xffff,
    0x7fff_ffff,
    0x8000_0000L,
    0xffff_ffffL,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final int[] COUNTS = {0, 1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 255};
  private static final long POPPED_FLAGS = 0x202; // bit 1, and IF, which user code cannot change
  private static final int MARGIN = 64;

  private final HostText host;
  private final HostGuard guard;
  private final RandomGenerator random;
  private final RandomInstructions source;
  private final byte[] jumpedOver = new Assembler().emit(Form.NOT_RM, Width.Q, rax()).toBytes();

  TrialMaker(HostText host, RandomGenerator random) {
    this.host = host;
    this.guard = new HostGuard(host);
    this.random = random;
    this.source = new RandomInstructions(random);
  }

  private static Operand rax() {
    return Operand.reg(Gpr.RAX);
  }

  /** A trial of this form and width, or null if the draw was one that the host must not run. */
  @Nullable Trial next(Form form, Width width) {
    var registers = new HostRegisters();
    for (Gpr gpr : Gpr.values()) {
      registers.set(gpr, value());
    }
    registers.setFlags(random.nextInt());
    registers.set(Gpr.RSP, inScratch());
    prepare(form, width, registers);
    Instruction insn = withNearTarget(inScratch(source.next(form, width), registers));
    Map<Long, Long> pokes = new HashMap<>();
    if (!steer(insn, registers, pokes)) {
      return null;
    }
    byte[] code = new Assembler().emit(insn).toBytes();
    return new Trial(insn, goesElsewhere(form) ? joined(code, jumpedOver) : code, registers, pokes);
  }

  private static boolean goesElsewhere(Form form) {
    return switch (form.effect()) {
      case JUMP, BRANCH, CALL, RET -> true;
      default -> false;
    };
  }

  private long value() {
    return switch (random.nextInt(4)) {
      case 0 -> EDGES[random.nextInt(EDGES.length)];
      case 1 -> random.nextInt(-300, 300);
      default -> random.nextLong();
    };
  }

  /** An address in the scratch block, a multiple of 8 half of the time. */
  private long inScratch() {
    long offset = random.nextLong(MARGIN, host.scratch().byteSize() - MARGIN);
    return host.scratchAddress() + (random.nextBoolean() ? offset & -8 : offset);
  }

  /** Registers that an effect looks at besides its operands. */
  private void prepare(Form form, Width width, HostRegisters registers) {
    switch (form.effect()) {
      case SHL, SHR, SAR, ROL, ROR, SHLX, SHRX, SARX -> {
        long above = value() & ~0xffL;
        registers.set(Gpr.RCX, above | COUNTS[random.nextInt(COUNTS.length)]);
      }
      case DIV, IDIV -> {
        boolean negative = form.effect() == Effect.IDIV && random.nextBoolean();
        long small = random.nextInt(3);
        registers.set(Gpr.RDX, negative ? ~small : small);
        if (width == Width.B) {
          registers.set(Gpr.RAX, random.nextInt(-600, 600));
        }
      }
      case LEAVE -> registers.set(Gpr.RBP, inScratch());
      default -> {} // nothing hidden
    }
  }

  /**
   * The instruction with its memory operand in the scratch block: by registers where it has some.
   */
  private Instruction inScratch(Instruction insn, HostRegisters registers) {
    List<Operand> operands = new ArrayList<>();
    for (int i = 0; i < insn.operands().size(); i++) {
      boolean accessed = insn.form().operands().get(i).isAccessed();
      operands.add(
          insn.operand(i) instanceof Mem mem && accessed
              ? inScratch(insn, mem, registers)
              : insn.operand(i));
    }
    return with(insn, operands);
  }

  private static Instruction with(Instruction insn, List<Operand> operands) {
    Instruction draft = with(insn, operands, insn.length());
    return with(insn, operands, new Assembler().emit(draft).toBytes().length);
  }

  private static Instruction with(Instruction insn, List<Operand> operands, int length) {
    List<Operand> copy = List.copyOf(operands);
    return new Instruction(
        insn.form(), insn.width(), insn.condition(), copy, insn.lock(), insn.bareRex(), length);
  }

  private Mem inScratch(Instruction insn, Mem mem, HostRegisters registers) {
    long target = inScratch();
    Gpr base = mem.base();
    Gpr index = mem.index();
    if (base == null && index == null) {
      int prefix = mem.gs() ? 1 : 0; // is left out
      long from = mem.ripRelative() ? host.codeAddress() + insn.length() - prefix : 0;
      int disp = Math.toIntExact(target - from);
      return new Mem(null, null, 1, disp, mem.dispSize(), false, mem.ripRelative());
    }
    long rest = target - mem.disp();
    if (base == null || base == index) {
      int times = base == null ? mem.scale() : mem.scale() + 1;
      Gpr moved = index != null ? index : Objects.requireNonNull(base, "there is one of them");
      registers.set(moved, Math.floorDiv(rest, times));
    } else {
      registers.set(base, rest - (index == null ? 0 : registers.get(index) * mem.scale()));
    }
    return new Mem(base, index, mem.scale(), mem.disp(), mem.dispSize(), false, false);
  }

  /** A branch that, if taken, jumps over what stands behind it. */
  private Instruction withNearTarget(Instruction insn) {
    boolean relative =
        goesElsewhere(insn.form()) && insn.form().encoding().immediate().bytes(Width.Q) > 0;
    return relative ? with(insn, List.of(Operand.rel(jumpedOver.length))) : insn;
  }

  /**
   * Puts targets, flags and equal values where the instruction will look; false if it must not run.
   */
  private boolean steer(Instruction insn, HostRegisters registers, Map<Long, Long> pokes) {
    long rsp = registers.get(Gpr.RSP);
    long target = host.codeAddress() + insn.length() + jumpedOver.length;
    return switch (insn.form().effect()) {
      case JUMP -> steerIndirect(insn, registers, pokes, target);
      case CALL -> steerIndirect(insn, registers, pokes, target) && guard.isStackInside(registers);
      case BRANCH -> true;
      case RET -> poke(pokes, rsp, target);
      case POP_FLAGS -> poke(pokes, rsp, POPPED_FLAGS | (value() & 0xd5));
      case CMPXCHG -> {
        if (random.nextBoolean() && insn.operand(0) instanceof Mem mem) {
          poke(pokes, guard.address(insn, mem, registers), registers.get(Gpr.RAX));
        }
        yield isSafe(insn, registers);
      }
      default -> isSafe(insn, registers);
    };
  }

  private boolean steerIndirect(
      Instruction insn, HostRegisters registers, Map<Long, Long> pokes, long target) {
    return switch (insn.operand(0)) {
      case Operand.Reg(Gpr gpr) -> {
        registers.set(gpr, target);
        yield gpr != Gpr.RSP;
      }
      case Mem mem ->
          guard.isMemoryInside(insn, registers)
              && poke(pokes, guard.address(insn, mem, registers), target);
      case Operand.Rel rel -> true;
      case Operand.Imm imm -> throw new IllegalArgumentException("jump to " + imm);
    };
  }

  private boolean poke(Map<Long, Long> pokes, long address, long value) {
    pokes.put(address, value);
    return true;
  }

  /** No fault; and no locked access across cache lines, which some hosts punish. */
  private boolean isSafe(Instruction insn, HostRegisters registers) {
    boolean locked = insn.lock() || insn.form().effect() == Effect.XCHG;
    if (locked && insn.operands().getFirst() instanceof Mem mem) {
      if ((guard.address(insn, mem, registers) & 7) != 0) {
        return false;
      }
    }
    return guard.refusal(insn, registers) == null;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
