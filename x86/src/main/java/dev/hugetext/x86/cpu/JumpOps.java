package dev.hugetext.x86.cpu;

import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.memory.PageTable;
import dev.hugetext.x86.table.Effect;

/** Operations that end a block: jumps, calls, returns, traps on purpose. */
final class JumpOps {
  private JumpOps() {}

  /** A jump to a known address if a condition holds. */
  private abstract static class Branch extends Op {
    private final long target;

    Branch(Site site) {
      super(0, true);
      target = site.target(0);
    }

    final void takeIf(boolean holds, Cpu cpu) {
      if (holds) {
        cpu.state.rip = target;
      }
    }
  }

  /** BRANCH: the comparisons one by one, for speed; the others alike. */
  static Op branch(Site site, Condition condition) {
    return switch (condition) {
      case E ->
          new Branch(site) {
            @Override
            void run(Cpu cpu) {
              takeIf(cpu.flags.equal(), cpu);
            }
          };
      case NE ->
          new Branch(site) {
            @Override
            void run(Cpu cpu) {
              takeIf(!cpu.flags.equal(), cpu);
            }
          };
      case B ->
          new Branch(site) {
            @Override
            void run(Cpu cpu) {
              takeIf(cpu.flags.below(), cpu);
            }
          };
      case AE ->
          new Branch(site) {
            @Override
            void run(Cpu cpu) {
              takeIf(!cpu.flags.below(), cpu);
            }
          };
      case BE, A, L, GE, LE, G, O, NO, S, NS, P, NP ->
          new Branch(site) {
            @Override
            void run(Cpu cpu) {
              takeIf(cpu.flags.holds(condition), cpu);
            }
          };
    };
  }

  /** JUMP. */
  static Op jump(Site site) {
    Place target = site.place(0);
    if (target instanceof Place.Constant(long address)) {
      return new Op(0, true) {
        @Override
        void run(Cpu cpu) {
          cpu.state.rip = address;
        }
      };
    }
    return new Op(site.accesses(), true) {
      @Override
      void run(Cpu cpu) {
        cpu.state.rip = checked(target.read(cpu));
      }
    };
  }

  /** CALL. */
  static Op call(Site site) {
    Place target = site.place(0);
    long back = site.next();
    if (target instanceof Place.Constant(long address)) {
      return new Op(1, true) {
        @Override
        void run(Cpu cpu) {
          StackOps.push(cpu, back);
          cpu.state.rip = address;
        }
      };
    }
    return new Op(site.accesses(), true) {
      @Override
      void run(Cpu cpu) {
        long to = checked(target.read(cpu));
        cpu.data.countAccess(); // the push
        StackOps.push(cpu, back);
        cpu.state.rip = to;
      }
    };
  }

  /** RET. */
  static Op ret() {
    return new Op(1, true) {
      @Override
      void run(Cpu cpu) {
        cpu.state.rip = checked(StackOps.top(cpu));
        StackOps.drop(cpu);
      }
    };
  }

  /** The target of an indirect branch, which traps at the branch where it is not canonical. */
  private static long checked(long target) {
    if (!PageTable.isCanonical(target)) {
      throw new GuestTrap(new Trap.GeneralProtection(target, target));
    }
    return target;
  }

  /** BREAKPOINT: traps behind itself. */
  static Op breakpoint(long next) {
    return new Op(0, true) {
      @Override
      void run(Cpu cpu) {
        throw new GuestTrap(new Trap.Int3(next));
      }
    };
  }

  /** {@link Effect#UNDEFINED}, and bytes that are no instruction. */
  static Op undefined() {
    return new Op(0, true) {
      @Override
      void run(Cpu cpu) {
        throw new GuestTrap(new Trap.InvalidOpcode(cpu.state.rip));
      }
    };
  }
}
