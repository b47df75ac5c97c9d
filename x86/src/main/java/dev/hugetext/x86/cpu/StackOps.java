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

  /** Pops a value. */
  static long pop(Cpu cpu) {
    long value = cpu.data.load64(cpu.gpr[RSP]);
    cpu.gpr[RSP] += Long.BYTES;
    return value;
  }

  /** PUSH of a register. */
  static Op pushRegister(Site site) {
    int source = site.register(0).number();
    return new Op(1) {
      @Override
      void run(Cpu cpu) {
        push(cpu, cpu.gpr[source]);
      }
    };
  }

  /** POP into a register. */
  static Op popRegister(Site site) {
    int target = site.register(0).number();
    return new Op(1) {
      @Override
      void run(Cpu cpu) {
        cpu.gpr[target] = pop(cpu);
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
