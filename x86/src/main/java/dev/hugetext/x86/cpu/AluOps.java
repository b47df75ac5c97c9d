package dev.hugetext.x86.cpu;

import dev.hugetext.x86.cpu.LazyFlags.Rule;
import dev.hugetext.x86.table.Width;
import java.util.function.LongBinaryOperator;

/** Operations of two operands that set all status flags: add, subtract, logic, compare. */
final class AluOps {
  private AluOps() {}

  /**
   * A wide register and a register or constant: by far the most frequent operands. The right
   * operand is read without a branch: a register masked with -1 plus 0, or masked with 0 plus the
   * constant.
   */
  private abstract static class Wide extends Op {
    final int target;
    private final int source;
    private final long mask;
    private final long constant;
    private final int rule;

    Wide(Site site, Rule rule) {
      super(0);
      boolean register = site.isRegister(1);
      target = site.register(0).number();
      source = register ? site.register(1).number() : target;
      mask = register ? -1 : 0;
      constant = register ? 0 : site.constant(1);
      this.rule = LazyFlags.code(rule, site.width());
    }

    final long right(Cpu cpu) {
      return (cpu.gpr[source] & mask) + constant;
    }

    final void note(Cpu cpu, long left, long right) {
      cpu.flags.note(rule, left, right);
    }

    /** Notes a result whose flags are those of result - 0. */
    final void noteLogic(Cpu cpu, long result) {
      cpu.flags.note(rule, result, 0);
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
    if (site.width() == Width.Q) {
      return new Wide(site, Rule.ADD) {
        @Override
        void run(Cpu cpu) {
          long left = cpu.gpr[target];
          long right = right(cpu);
          cpu.gpr[target] = AluEffects.add(left, right);
          note(cpu, left, right);
        }
      };
    }
    return new Wide(site, Rule.ADD) {
      @Override
      void run(Cpu cpu) {
        long left = (int) cpu.gpr[target];
        long right = (int) right(cpu);
        cpu.gpr[target] = AluEffects.add(left, right) & 0xFFFF_FFFFL;
        note(cpu, left, right);
      }
    };
  }

  /** SUB. */
  static Op sub(Site site) {
    if (!isWide(site)) {
      return general(site, Rule.SUB, AluEffects::sub);
    }
    if (site.width() == Width.Q) {
      return new Wide(site, Rule.SUB) {
        @Override
        void run(Cpu cpu) {
          long left = cpu.gpr[target];
          long right = right(cpu);
          cpu.gpr[target] = AluEffects.sub(left, right);
          note(cpu, left, right);
        }
      };
    }
    return new Wide(site, Rule.SUB) {
      @Override
      void run(Cpu cpu) {
        long left = (int) cpu.gpr[target];
        long right = (int) right(cpu);
        cpu.gpr[target] = AluEffects.sub(left, right) & 0xFFFF_FFFFL;
        note(cpu, left, right);
      }
    };
  }

  /** COMPARE. */
  static Op compare(Site site) {
    if (!isWide(site)) {
      return generalTest(site, true);
    }
    if (site.width() == Width.Q) {
      return new Wide(site, Rule.SUB) {
        @Override
        void run(Cpu cpu) {
          note(cpu, cpu.gpr[target], right(cpu));
        }
      };
    }
    return new Wide(site, Rule.SUB) {
      @Override
      void run(Cpu cpu) {
        note(cpu, (int) cpu.gpr[target], (int) right(cpu));
      }
    };
  }

  /** AND. */
  static Op and(Site site) {
    if (!isWide(site)) {
      return generalLogic(site, AluEffects::and);
    }
    if (site.width() == Width.Q) {
      return new Wide(site, Rule.SUB) {
        @Override
        void run(Cpu cpu) {
          long result = AluEffects.and(cpu.gpr[target], right(cpu));
          cpu.gpr[target] = result;
          noteLogic(cpu, result);
        }
      };
    }
    return new Wide(site, Rule.SUB) {
      @Override
      void run(Cpu cpu) {
        long result = AluEffects.and(cpu.gpr[target], right(cpu));
        cpu.gpr[target] = result & 0xFFFF_FFFFL;
        noteLogic(cpu, (int) result);
      }
    };
  }

  /** TEST. */
  static Op test(Site site) {
    if (!isWide(site)) {
      return generalTest(site, false);
    }
    if (site.width() == Width.Q) {
      return new Wide(site, Rule.SUB) {
        @Override
        void run(Cpu cpu) {
          noteLogic(cpu, AluEffects.and(cpu.gpr[target], right(cpu)));
        }
      };
    }
    return new Wide(site, Rule.SUB) {
      @Override
      void run(Cpu cpu) {
        noteLogic(cpu, (int) AluEffects.and(cpu.gpr[target], right(cpu)));
      }
    };
  }

  /** OR. */
  static Op or(Site site) {
    if (!isWide(site)) {
      return generalLogic(site, AluEffects::or);
    }
    if (site.width() == Width.Q) {
      return new Wide(site, Rule.SUB) {
        @Override
        void run(Cpu cpu) {
          long result = AluEffects.or(cpu.gpr[target], right(cpu));
          cpu.gpr[target] = result;
          noteLogic(cpu, result);
        }
      };
    }
    return new Wide(site, Rule.SUB) {
      @Override
      void run(Cpu cpu) {
        long result = AluEffects.or(cpu.gpr[target], right(cpu));
        cpu.gpr[target] = result & 0xFFFF_FFFFL;
        noteLogic(cpu, (int) result);
      }
    };
  }

  /** XOR. */
  static Op xor(Site site) {
    if (!isWide(site)) {
      return generalLogic(site, AluEffects::xor);
    }
    if (site.width() == Width.Q) {
      return new Wide(site, Rule.SUB) {
        @Override
        void run(Cpu cpu) {
          long result = AluEffects.xor(cpu.gpr[target], right(cpu));
          cpu.gpr[target] = result;
          noteLogic(cpu, result);
        }
      };
    }
    return new Wide(site, Rule.SUB) {
      @Override
      void run(Cpu cpu) {
        long result = AluEffects.xor(cpu.gpr[target], right(cpu));
        cpu.gpr[target] = result & 0xFFFF_FFFFL;
        noteLogic(cpu, (int) result);
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
