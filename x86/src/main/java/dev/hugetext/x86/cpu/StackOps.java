package dev.hugetext.x86.cpu;

import dev.hugetext.x86.insn.Gpr;

/** Pushes and pops. The stack pointer moves after the access, which may trap. */
final class StackOps {
  private static final int RSP = Gpr.RSP.number();
  private static final int RBP = Gpr.RBP.number();

  private StackOps() {}

  /** Pushes a value. */
  static void push(Cpu cpu, long value) {
    long top = cpu.gpr[RSP] - Long.BYTES;
    cpu.data.store64(top, value);
    cpu.gpr[RSP] = top;
  }

  /** The value that a pop would give. */
  static long top(Cpu cpu) {
    return cpu.data.load64(cpu.gpr[RSP]);
  }

  /** Moves the stack pointer as a pop does. */
  static void drop(Cpu cpu) {
    cpu.gpr[RSP] += Long.BYTES;
  }

  private static long pop(Cpu cpu) {
    long value = top(cpu);
    drop(cpu);
    return value;
  }

  /** PUSH. */
  static Op push(Site site) {
    if (!site.isRegister(0)) {
      Place source = site.place(0);
      boolean memory = site.isMemory(0);
      return new Op(1) {
        @Override
        void run(Cpu cpu) {
          long value = source.read(cpu);
          if (memory) {
            cpu.data.countAccess();
          }
          push(cpu, value);
        }
      };
    }
    int source = site.register(0).number();
    return new Op(1) {
      @Override
      void run(Cpu cpu) {
        push(cpu, cpu.gpr[source]);
      }
    };
  }

  /** POP. */
  static Op pop(Site site) {
    if (!site.isRegister(0)) {
      return popMemory(site);
    }
    int target = site.register(0).number();
    return new Op(1) {
      @Override
      void run(Cpu cpu) {
        cpu.gpr[target] = pop(cpu);
      }
    };
  }

  /** An address with RSP is computed with the RSP after the pop. */
  private static Op popMemory(Site site) {
    Place target = site.place(0);
    return new Op(1) {
      @Override
      void run(Cpu cpu) {
        long top = cpu.gpr[RSP];
        long value = pop(cpu);
        cpu.data.countAccess();
        try {
          target.write(cpu, value);
        } catch (GuestTrap trap) {
          cpu.gpr[RSP] = top; // a fault leaves everything as it was
          throw trap;
        }
      }
    };
  }

  /** PUSH_FLAGS. */
  static Op pushFlags() {
    return new Op(1) {
      @Override
      void run(Cpu cpu) {
        push(cpu, cpu.state.rflags());
      }
    };
  }

  /** POP_FLAGS. */
  static Op popFlags() {
    return new Op(1) {
      @Override
      void run(Cpu cpu) {
        cpu.state.setRflags(pop(cpu));
      }
    };
  }

  /** LEAVE. */
  static Op leave() {
    return new Op(1) {
      @Override
      void run(Cpu cpu) {
        long frame = cpu.gpr[RBP];
        long saved = cpu.data.load64(frame);
        cpu.gpr[RSP] = frame + Long.BYTES;
        cpu.gpr[RBP] = saved;
      }
    };
  }
}
