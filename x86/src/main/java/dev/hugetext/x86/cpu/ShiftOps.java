package dev.hugetext.x86.cpu;

import dev.hugetext.x86.cpu.LazyFlags.Rule;
import dev.hugetext.x86.table.Width;
import java.util.function.LongBinaryOperator;
import java.util.function.LongToIntFunction;

/** Shifts and rotates. A count of 0 leaves the flags as they were. */
final class ShiftOps {
  private ShiftOps() {}

  /** A wide register and a constant count that is not 0: what compiled code has. */
  private abstract static class Wide extends Op {
    final int target;
    final int count;
    final Width width;
    private final int rule;

    Wide(Site site, int count, Rule rule) {
      super(0);
      this.target = site.register(0).number();
      this.count = count;
      this.width = site.width();
      this.rule = LazyFlags.code(rule, width);
    }

    final void set(Cpu cpu, long before, long result) {
      cpu.gpr[target] = AluEffects.zeroExtend(width, result);
      cpu.flags.note(rule, before, count);
    }
  }

  /** SHL. */
  static Op left(Site site) {
    int by = fixedCount(site);
    if (by == 0) {
      return general(site, Rule.SHIFT_LEFT, ShiftOps::shiftLeft);
    }
    return new Wide(site, by, Rule.SHIFT_LEFT) {
      @Override
      void run(Cpu cpu) {
        long value = cpu.gpr[target];
        set(cpu, value, AluEffects.shiftLeft(value, count));
      }
    };
  }

  /** SHR. */
  static Op right(Site site) {
    int by = fixedCount(site);
    if (by == 0) {
      return general(site, Rule.SHIFT_RIGHT, shiftRight(site.width()));
    }
    return new Wide(site, by, Rule.SHIFT_RIGHT) {
      @Override
      void run(Cpu cpu) {
        long value = cpu.gpr[target];
        set(cpu, value, AluEffects.shiftRight(width, value, count));
      }
    };
  }

  /** SAR. */
  static Op rightSigned(Site site) {
    int by = fixedCount(site);
    if (by == 0) {
      return general(site, Rule.SHIFT_RIGHT_SIGNED, shiftRightSigned(site.width()));
    }
    return new Wide(site, by, Rule.SHIFT_RIGHT_SIGNED) {
      @Override
      void run(Cpu cpu) {
        long value = cpu.gpr[target];
        set(cpu, value, AluEffects.shiftRightSigned(width, value, count));
      }
    };
  }

  /** The count of a {@link Wide} shift, or 0 where the general form is to be taken. */
  private static int fixedCount(Site site) {
    return site.isWide() && site.isRegister(0) && site.isConstant(1)
        ? AluEffects.shiftCount(site.width(), site.constant(1))
        : 0;
  }

  private static long shiftLeft(long value, long count) {
    return AluEffects.shiftLeft(value, (int) count);
  }

  private static LongBinaryOperator shiftRight(Width width) {
    return (value, count) -> AluEffects.shiftRight(width, value, (int) count);
  }

  private static LongBinaryOperator shiftRightSigned(Width width) {
    return (value, count) -> AluEffects.shiftRightSigned(width, value, (int) count);
  }

  private static Op general(Site site, Rule rule, LongBinaryOperator meaning) {
    Place target = site.place(0);
    Place source = site.place(1);
    Width width = site.width();
    int code = LazyFlags.code(rule, width);
    return new Op(site.accesses()) {
      @Override
      void run(Cpu cpu) {
        int by = AluEffects.shiftCount(width, source.read(cpu));
        long value = target.update(cpu, meaning, by);
        if (by != 0) {
          cpu.flags.note(code, value, by);
        }
      }
    };
  }

  /** SHLX. */
  static Op leftWithoutFlags(Site site) {
    return withoutFlags(site, ShiftOps::shiftLeft);
  }

  /** SHRX. */
  static Op rightWithoutFlags(Site site) {
    return withoutFlags(site, shiftRight(site.width()));
  }

  /** SARX. */
  static Op rightSignedWithoutFlags(Site site) {
    return withoutFlags(site, shiftRightSigned(site.width()));
  }

  /** The same shift into another register, without flags. */
  private static Op withoutFlags(Site site, LongBinaryOperator meaning) {
    Place target = site.place(0);
    Place source = site.place(1);
    Place counts = site.place(2);
    Width width = site.width();
    return new Op(site.accesses()) {
      @Override
      void run(Cpu cpu) {
        int by = AluEffects.shiftCount(width, counts.read(cpu));
        target.write(cpu, meaning.applyAsLong(source.read(cpu), by));
      }
    };
  }

  /** ROL. */
  static Op rotateLeft(Site site) {
    Width width = site.width();
    return rotate(
        site,
        (value, count) -> AluEffects.rotateLeft(width, value, (int) count),
        result -> AluEffects.rotateLeftFlags(width, result));
  }

  /** ROR. */
  static Op rotateRight(Site site) {
    Width width = site.width();
    return rotate(
        site,
        (value, count) -> AluEffects.rotateRight(width, value, (int) count),
        result -> AluEffects.rotateRightFlags(width, result));
  }

  /** Only CF and OF change, so the other flags are computed now. */
  private static Op rotate(Site site, LongBinaryOperator meaning, LongToIntFunction flags) {
    Place target = site.place(0);
    Place source = site.place(1);
    Width width = site.width();
    return new Op(site.accesses()) {
      @Override
      void run(Cpu cpu) {
        int by = AluEffects.shiftCount(width, source.read(cpu));
        long value = target.update(cpu, meaning, by);
        if (by != 0) {
          long result = meaning.applyAsLong(value, by);
          cpu.flags.setCarryAndOverflow(flags.applyAsInt(result));
        }
      }
    };
  }
}
