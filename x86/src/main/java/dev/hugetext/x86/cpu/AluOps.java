package dev.hugetext.x86.cpu;

import dev.hugetext.x86.cpu.LazyFlags.Rule;
import dev.hugetext.x86.table.Width;
import java.util.function.LongBinaryOperator;

/** Operations of two operands that set all status flags: add, subtract, logic, compare. */
final class AluOps {
  private AluOps() {}

  /**
   * A wide register and a register or constant: by far the most frequent operands. Neither what the
   * right operand is nor which of the two widths takes a branch: a register is masked with -1 plus
   * 0, or masked with 0 plus the constant; 32 bits are shifted up and down, 64 by 0.
   */
  private abstract static class Wide extends Op {
    private final int target;
    private final int source;
    private final long mask;
    private final long constant;
    private final int unused; // bits above the width
    private final int rule;

    Wide(Site site, Rule rule) {
      super(0);
      boolean register = site.isRegister(1);
      target = site.register(0).number();
      source = register ? site.register(1).number() : target;
      mask = register ? -1 : 0;
      constant = register ? 0 : site.constant(1);
      unused = Long.SIZE - site.width().bits();
      this.rule = LazyFlags.code(rule, site.width());
    }

    /** Sign-extended, as the flags want it. */
    final long left(Cpu cpu) {
      return cpu.gpr[target] << unused >> unused;
    }

    final long right(Cpu cpu) {
      return ((cpu.gpr[source] & mask) + constant) << unused >> unused;
    }

    final void write(Cpu cpu, long result) {
      cpu.gpr[target] = result << unused >>> unused;
    }

    final void note(Cpu cpu, long left, long right) {
      cpu.flags.note(rule, left, right);
    }
  }

  /** Any operands, any width: calls the meaning through an object, which costs a little. */
  private static Op general(Site site, Rule rule, LongBinaryOperator meaning) {
    Place target = site.place(0);
    Place source = site.place(1);
    Width width = site.width();
    int code = LazyFlags.code(rule, width);
    return new Op(site.accesses()) {
      @Override
      void run(Cpu cpu) {
        long right = source.read(cpu);
        long left = target.update(cpu, meaning, right);
        cpu.flags.note(
            code, AluEffects.signExtend(width, left), AluEffects.signExtend(width, right));
      }
    };
  }

  private static Op generalLogic(Site site, LongBinaryOperator meaning) {
    Place target = site.place(0);
    Place source = site.place(1);
    Width width = site.width();
    int code = LazyFlags.code(Rule.SUB, width);
    return new Op(site.accesses()) {
      @Override
      void run(Cpu cpu) {
        long right = source.read(cpu);
        long result = meaning.applyAsLong(target.update(cpu, meaning, right), right);
        cpu.flags.note(code, AluEffects.signExtend(width, result), 0);
      }
    };
  }

  /** COMPARE and TEST: the operands of a difference whose flags are wanted. */
  private static Op generalTest(Site site, boolean compare) {
    Place target = site.place(0);
    Place source = site.place(1);
    Width width = site.width();
    int code = LazyFlags.code(Rule.SUB, width);
    return new Op(site.accesses()) {
      @Override
      void run(Cpu cpu) {
        long left = target.read(cpu);
        long right = source.read(cpu);
        long minuend = compare ? left : AluEffects.and(left, right);
        cpu.flags.note(
            code,
            AluEffects.signExtend(width, minuend),
            compare ? AluEffects.signExtend(width, right) : 0);
      }
    };
  }

  private static boolean isWide(Site site) {
    return site.isWide() && site.isRegister(0) && !site.isMemory(1);
  }

  /** ADD. */
  static Op add(Site site) {
    if (!isWide(site)) {
      return general(site, Rule.ADD, AluEffects::add);
    }
    return new Wide(site, Rule.ADD) {
      @Override
      void run(Cpu cpu) {
        long left = left(cpu);
        long right = right(cpu);
        write(cpu, AluEffects.add(left, right));
        note(cpu, left, right);
      }
    };
  }

  /** SUB. */
  static Op sub(Site site) {
    if (!isWide(site)) {
      return general(site, Rule.SUB, AluEffects::sub);
    }
    return new Wide(site, Rule.SUB) {
      @Override
      void run(Cpu cpu) {
        long left = left(cpu);
        long right = right(cpu);
        write(cpu, AluEffects.sub(left, right));
        note(cpu, left, right);
      }
    };
  }

  /** COMPARE. */
  static Op compare(Site site) {
    if (!isWide(site)) {
      return generalTest(site, true);
    }
    return new Wide(site, Rule.SUB) {
      @Override
      void run(Cpu cpu) {
        note(cpu, left(cpu), right(cpu));
      }
    };
  }

  /** AND. */
  static Op and(Site site) {
    if (!isWide(site)) {
      return generalLogic(site, AluEffects::and);
    }
    return new Wide(site, Rule.SUB) {
      @Override
      void run(Cpu cpu) {
        long result = AluEffects.and(left(cpu), right(cpu));
        write(cpu, result);
        note(cpu, result, 0);
      }
    };
  }

  /** OR. */
  static Op or(Site site) {
    if (!isWide(site)) {
      return generalLogic(site, AluEffects::or);
    }
    return new Wide(site, Rule.SUB) {
      @Override
      void run(Cpu cpu) {
        long result = AluEffects.or(left(cpu), right(cpu));
        write(cpu, result);
        note(cpu, result, 0);
      }
    };
  }

  /** XOR. */
  static Op xor(Site site) {
    if (!isWide(site)) {
      return generalLogic(site, AluEffects::xor);
    }
    return new Wide(site, Rule.SUB) {
      @Override
      void run(Cpu cpu) {
        long result = AluEffects.xor(left(cpu), right(cpu));
        write(cpu, result);
        note(cpu, result, 0);
      }
    };
  }

  /** TEST. */
  static Op test(Site site) {
    if (!isWide(site)) {
      return generalTest(site, false);
    }
    return new Wide(site, Rule.SUB) {
      @Override
      void run(Cpu cpu) {
        note(cpu, AluEffects.and(left(cpu), right(cpu)), 0);
      }
    };
  }

  /** NOT: no flags. */
  static Op not(Site site) {
    Place place = site.place(0);
    return new Op(site.accesses()) {
      @Override
      void run(Cpu cpu) {
        place.update(cpu, (value, _) -> AluEffects.not(value), 0);
      }
    };
  }

  /** NEG: 0 minus the operand. */
  static Op negate(Site site) {
    Place place = site.place(0);
    Width width = site.width();
    int rule = LazyFlags.code(Rule.SUB, width);
    return new Op(site.accesses()) {
      @Override
      void run(Cpu cpu) {
        long value = place.update(cpu, (old, zero) -> AluEffects.sub(zero, old), 0);
        cpu.flags.note(rule, 0, AluEffects.signExtend(width, value));
      }
    };
  }
}
