package dev.hugetext.x86.host;

import dev.hugetext.x86.asm.Assembler;
import dev.hugetext.x86.asm.RandomInstructions;
import dev.hugetext.x86.cpu.CpuState;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.table.Effect;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.RflagsSet;
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
  private static final int MARGIN = 64;
  private static final int CACHE_LINE = 64;
  private static final int GS_BASES = 1 << 30; // below the scratch block, mostly
  private static final int PAGE = (int) PageSize.KIB_4.bytes();

  private final HostText host;
  private final HostGuard guard;
  private final RandomGenerator random;
  private final RandomInstructions source;
  private final NeedlessPrefixes prefixes;
  private final byte[] jumpedOver = new Assembler().emit(Form.NOT_RM, Width.Q, rax()).toBytes();

  TrialMaker(HostText host, RandomGenerator random) {
    this.host = host;
    this.guard = new HostGuard(host);
    this.random = random;
    this.source = new RandomInstructions(random);
    this.prefixes = new NeedlessPrefixes(random);
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
    Instruction drawn = source.next(form, width);
    Instruction prefixed = random.nextInt(4) == 0 ? prefixes.before(drawn) : drawn;
    Instruction insn = withNearTarget(inScratch(prefixed, registers));
    Map<Long, Long> pokes = new HashMap<>();
    if (!steer(insn, registers, pokes)) {
      return null;
    }
    byte[] code = new Assembler().emit(insn).toBytes();
    return new Trial(
        insn, form.effect().isBranch() ? joined(code, jumpedOver) : code, registers, pokes);
  }

  private long value() {
    return switch (random.nextInt(4)) {
      case 0 -> EDGES[random.nextInt(EDGES.length)];
      case 1 -> random.nextInt(-300, 300);
      default -> random.nextLong();
    };
  }

  /** An address in the scratch block: a multiple of 8, or any, or one just before a page ends. */
  private long inScratch() {
    long offset = random.nextLong(MARGIN, host.scratch().byteSize() - MARGIN);
    long notInLast = Math.min(offset, host.scratch().byteSize() - PAGE - 1);
    return host.scratchAddress()
        + switch (random.nextInt(5)) {
          case 0, 1 -> offset & -Long.BYTES;
          case 2 -> (notInLast | (PAGE - 1)) - random.nextInt(Long.BYTES);
          default -> offset;
        };
  }

  /** Registers that an effect looks at besides its operands. */
  private void prepare(Form form, Width width, HostRegisters registers) {
    Effect effect = form.effect();
    if (effect.isShiftWithFlags()) {
      long above = value() & ~0xffL;
      registers.set(Gpr.RCX, above | COUNTS[random.nextInt(COUNTS.length)]);
    } else if (effect == Effect.DIV || effect == Effect.IDIV) {
      boolean negative = effect == Effect.IDIV && random.nextBoolean();
      long small = random.nextInt(3);
      registers.set(Gpr.RDX, negative ? ~small : small);
      if (width == Width.B) {
        registers.set(Gpr.RAX, random.nextInt(-600, 600));
      }
    } else if (effect == Effect.LEAVE) {
      registers.set(Gpr.RBP, inScratch());
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
        insn.form(),
        insn.width(),
        insn.condition(),
        copy,
        insn.lock(),
        insn.bareRex(),
        length,
        insn.prefixes());
  }

  private Mem inScratch(Instruction insn, Mem mem, HostRegisters registers) {
    if (mem.gs()) {
      registers.setGsBase(1 + random.nextInt(GS_BASES));
    }
    long target = inScratch() - (mem.gs() ? registers.gsBase() : 0);
    Gpr base = mem.base();
    Gpr index = mem.index();
    if (base == null && index == null) {
      long from = mem.ripRelative() ? host.codeAddress() + insn.length() : 0;
      int disp = Math.toIntExact(target - from);
      return new Mem(null, null, 1, disp, mem.dispSize(), mem.gs(), mem.ripRelative());
    }
    long rest = target - mem.disp();
    if (base == null || base == index) {
      int times = base == null ? mem.scale() : mem.scale() + 1;
      Gpr moved = index != null ? index : Objects.requireNonNull(base, "there is one of them");
      registers.set(moved, Math.floorDiv(rest, times));
    } else {
      registers.set(base, rest - (index == null ? 0 : registers.get(index) * mem.scale()));
    }
    return new Mem(base, index, mem.scale(), mem.disp(), mem.dispSize(), mem.gs(), false);
  }

  /** A branch that, if taken, jumps over what stands behind it. */
  private Instruction withNearTarget(Instruction insn) {
    boolean relative =
        insn.form().effect().isBranch() && insn.form().encoding().immediate().bytes(Width.Q) > 0;
    return relative ? with(insn, List.of(Operand.rel(jumpedOver.length))) : insn;
  }

  /**
   * Puts targets, flags and equal values where the instruction will look; false if it must not run.
   */
  private boolean steer(Instruction insn, HostRegisters registers, Map<Long, Long> pokes) {
    long rsp = registers.get(Gpr.RSP);
    long target = host.codeAddress() + insn.length() + jumpedOver.length;
    Effect effect = insn.form().effect();
    if (effect == Effect.RET) {
      return poke(pokes, rsp, target);
    }
    if (effect.isBranch()) {
      return steerBranch(insn, registers, pokes, target)
          && (effect != Effect.CALL || guard.isStackInside(registers));
    }
    if (effect == Effect.POP_FLAGS) { // IF is always set in user mode
      return poke(pokes, rsp, CpuState.IF | (random.nextInt() & RflagsSet.STATUS));
    }
    if (effect == Effect.CMPXCHG && random.nextBoolean() && insn.operand(0) instanceof Mem mem) {
      poke(pokes, guard.address(insn, mem, registers), registers.get(Gpr.RAX));
    }
    return isSafe(insn, registers);
  }

  private boolean steerBranch(
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

  /**
   * No fault; and no locked access across cache lines, which some hosts punish: a bit string may
   * reach into any line, but is aligned everywhere if it is where it begins.
   */
  private boolean isSafe(Instruction insn, HostRegisters registers) {
    boolean locked = insn.lock() || insn.form().effect() == Effect.XCHG;
    if (locked && insn.operands().getFirst() instanceof Mem mem) {
      long address = guard.address(insn, mem, registers);
      int unit = HostGuard.isBitString(insn) ? Long.BYTES : CACHE_LINE;
      if ((address & (unit - 1)) + Long.BYTES > unit) {
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
