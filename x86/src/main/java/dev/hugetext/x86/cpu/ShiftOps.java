package dev.hugetext.x86.cpu;

import dev.hugetext.x86.cpu.LazyFlags.Rule;
import dev.hugetext.x86.table.Effect;
import dev.hugetext.x86.table.Width;

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

  /** SHL, SHR, SAR. */
  static Op shift(Site site) {
    if (!site.isWide() || !site.isRegister(0) || !site.isConstant(1)) {
      return general(site);
    }
    int by = AluEffects.shiftCount(site.width(), site.constant(1));
    if (by == 0) {
      return general(site);
    }
    if (site.effect() == Effect.SHL) {
      return new Wide(site, by, Rule.SHIFT_LEFT) {
        @Override
        void run(Cpu cpu) {
          long value = cpu.gpr[target];
          set(cpu, value, AluEffects.shiftLeft(value, count));
        }
      };
    }
    if (site.effect() == Effect.SHR) {
      return new Wide(site, by, Rule.SHIFT_RIGHT) {
        @Override
        void run(Cpu cpu) {
          long value = cpu.gpr[target];
          set(cpu, value, AluEffects.shiftRight(width, value, count));
        }
      };
    }
    return new Wide(site, by, Rule.SHIFT_RIGHT_SIGNED) {
      @Override
      void run(Cpu cpu) {
        long value = cpu.gpr[target];
        set(cpu, value, AluEffects.shiftRightSigned(width, value, count));
      }
    };
  }

  private static Op general(Site site) {
    Place target = site.place(0);
    Place source = site.place(1);
    Width width = site.width();
    Effect effect = site.effect();
    int code = LazyFlags.code(rule(effect), width);
    return new Op(site.accesses()) {
      @Override
      void run(Cpu cpu) {
        int by = AluEffects.shiftCount(width, source.read(cpu));
        long value = target.readToWrite(cpu);
        target.write(cpu, shifted(effect, width, value, by));
        if (by != 0) {
          cpu.flags.note(code, value, by);
        }
      }
    };
  }

  private static Rule rule(Effect effect) {
    return effect == Effect.SHL
        ? Rule.SHIFT_LEFT
        : effect == Effect.SHR ? Rule.SHIFT_RIGHT : Rule.SHIFT_RIGHT_SIGNED;
  }

  private static long shifted(Effect effect, Width width, long value, int count) {
    return effect == Effect.SHL
        ? AluEffects.shiftLeft(value, count)
        : effect == Effect.SHR
            ? AluEffects.shiftRight(width, value, count)
            : AluEffects.shiftRightSigned(width, value, count);
  }

  /** SHLX, SHRX, SARX: the same shift into another register, without flags. */
  static Op shiftWithoutFlags(Site site, Effect shift) {
    Place target = site.place(0);
    Place source = site.place(1);
    Place counts = site.place(2);
    Width width = site.width();
    return new Op(site.accesses()) {
      @Override
      void run(Cpu cpu) {
        int by = AluEffects.shiftCount(width, counts.read(cpu));
        target.write(cpu, shifted(shift, width, source.read(cpu), by));
      }
    };
  }

  /** ROL, ROR: only CF and OF change, so the other flags are computed now. */
  static Op rotate(Site site) {
    Place target = site.place(0);
    Place source = site.place(1);
    Width width = site.width();
    boolean left = site.effect() == Effect.ROL;
    return new Op(site.accesses()) {
      @Override
      void run(Cpu cpu) {
        int by = AluEffects.shiftCount(width, source.read(cpu));
        long value = target.readToWrite(cpu);
        long result =
            left
                ? AluEffects.rotateLeft(width, value, by)
                : AluEffects.rotateRight(width, value, by);
        target.write(cpu, result);
        if (by != 0) {
          cpu.flags.setCarryAndOverflow(
              left
                  ? AluEffects.rotateLeftFlags(width, result)
                  : AluEffects.rotateRightFlags(width, result));
        }
      }
    };
  }
}
