package dev.hugetext.x86.cpu;

import dev.hugetext.x86.cpu.LazyFlags.Rule;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.table.Width;
import org.jspecify.annotations.Nullable;

/** Multiplication, division, and the sign extension that prepares the latter. */
final class MultiplyOps {
  private static final int RAX = Gpr.RAX.number();
  private static final int RDX = Gpr.RDX.number();

  private MultiplyOps() {}

  /** IMUL of two or three operands. */
  static Op multiply(Site site) {
    boolean three = site.operandCount() == 3;
    if (!three && site.width() == Width.Q && site.isRegister(1)) {
      return multiplyRegisters(site);
    }
    Place target = site.place(0);
    Place left = site.place(three ? 1 : 0);
    Place right = site.place(three ? 2 : 1);
    Width width = site.width();
    int code = LazyFlags.code(Rule.MULTIPLY_SIGNED, width);
    return new Op(site.accesses()) {
      @Override
      void run(Cpu cpu) {
        long a = left.read(cpu);
        long b = right.read(cpu);
        target.write(cpu, AluEffects.multiply(a, b));
        cpu.flags.note(code, a, b);
      }
    };
  }

  private static Op multiplyRegisters(Site site) {
    int target = site.register(0).number();
    int source = site.register(1).number();
    int code = LazyFlags.code(Rule.MULTIPLY_SIGNED, Width.Q);
    return new Op(0) {
      @Override
      void run(Cpu cpu) {
        long left = cpu.gpr[target];
        long right = cpu.gpr[source];
        cpu.gpr[target] = AluEffects.multiply(left, right);
        cpu.flags.note(code, left, right);
      }
    };
  }

  /** MUL_WIDE and IMUL_WIDE: the accumulator times the operand, in two halves. */
  static Op multiplyWide(Site site, boolean signed) {
    Place source = site.place(0);
    Width width = site.width();
    int code = LazyFlags.code(signed ? Rule.MULTIPLY_SIGNED : Rule.MULTIPLY, width);
    return new Op(site.accesses()) {
      @Override
      void run(Cpu cpu) {
        long left = cpu.gpr[RAX];
        long right = source.read(cpu);
        long high =
            signed
                ? AluEffects.multiplyHighSigned(width, left, right)
                : AluEffects.multiplyHigh(width, left, right);
        writeHalves(cpu, width, high, AluEffects.multiply(left, right));
        cpu.flags.note(code, left, right);
      }
    };
  }

  /** DIV and IDIV; the flags are undefined and stay. */
  static Op divide(Site site, boolean signed) {
    Place source = site.place(0);
    Width width = site.width();
    return new Op(site.accesses()) {
      @Override
      void run(Cpu cpu) {
        long divisor = source.read(cpu);
        long low = cpu.gpr[RAX];
        long high = width == Width.B ? low >>> 8 : cpu.gpr[RDX];
        @Nullable Division result =
            signed
                ? Division.signed(width, high, low, divisor)
                : Division.unsigned(width, high, low, divisor);
        if (result == null) {
          throw new GuestTrap(new Trap.DivideError(cpu.state.rip));
        }
        writeHalves(cpu, width, result.remainder(), result.quotient());
      }
    };
  }

  /** RDX and RAX at the width; AH and AL at width B. */
  private static void writeHalves(Cpu cpu, Width width, long high, long low) {
    if (width == Width.B) {
      long both = ((high & 0xFF) << 8) | (low & 0xFF);
      new Place.Register(RAX, Width.W).write(cpu, both);
    } else {
      new Place.Register(RAX, width).write(cpu, low);
      new Place.Register(RDX, width).write(cpu, high);
    }
  }

  /** SIGN_INTO_AX. */
  static Op signIntoAx(Site site) {
    Width width = site.width();
    Width half = Width.values()[width.ordinal() - 1];
    Place whole = new Place.Register(RAX, width);
    return new Op(0) {
      @Override
      void run(Cpu cpu) {
        whole.write(cpu, AluEffects.signExtend(half, cpu.gpr[RAX]));
      }
    };
  }

  /** SIGN_INTO_DX. */
  static Op signIntoDx(Site site) {
    Width width = site.width();
    Place high = new Place.Register(RDX, width);
    return new Op(0) {
      @Override
      void run(Cpu cpu) {
        high.write(cpu, AluEffects.signExtend(width, cpu.gpr[RAX]) >> 63);
      }
    };
  }
}
