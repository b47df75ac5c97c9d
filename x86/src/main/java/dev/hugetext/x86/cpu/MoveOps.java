package dev.hugetext.x86.cpu;

import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.table.Width;

/** Operations that move values and leave the flags alone. */
final class MoveOps {
  private MoveOps() {}

  /** MOVE. */
  static Op move(Site site) {
    if (site.isRegister(0) && site.isWide()) {
      if (site.isConstant(1)) {
        return constant(site);
      }
      return site.isRegister(1) ? register(site) : loadOrGeneral(site);
    }
    if (site.isBasePlusConstant(0) && site.isRegister(1)) {
      return store(site);
    }
    return general(site);
  }

  /** ZERO_EXTEND. */
  static Op zeroExtend(Site site) {
    return site.isMemory(1) && site.isWide() ? loadOrGeneral(site) : general(site);
  }

  /** A register gets a constant, cut to the width: the upper half is cleared. */
  private static Op constant(Site site) {
    int target = site.register(0).number();
    long value = AluEffects.zeroExtend(site.width(), site.constant(1));
    return new Op(0) {
      @Override
      void run(Cpu cpu) {
        cpu.gpr[target] = value;
      }
    };
  }

  private static Op register(Site site) {
    int target = site.register(0).number();
    int source = site.register(1).number();
    long mask = site.width().mask();
    return new Op(0) {
      @Override
      void run(Cpu cpu) {
        cpu.gpr[target] = cpu.gpr[source] & mask;
      }
    };
  }

  /** Loads 8 to 64 bits, zero-extended, into a whole register. */
  private static Op loadOrGeneral(Site site) {
    if (!site.isBasePlusConstant(1)) {
      return general(site);
    }
    int target = site.register(0).number();
    int base = site.memory(1).base;
    long offset = site.memory(1).displacement;
    return switch (site.width(1)) {
      case B ->
          new Op(1) {
            @Override
            void run(Cpu cpu) {
              cpu.gpr[target] = cpu.data.load8(cpu.gpr[base] + offset);
            }
          };
      case W ->
          new Op(1) {
            @Override
            void run(Cpu cpu) {
              cpu.gpr[target] = cpu.data.load16(cpu.gpr[base] + offset);
            }
          };
      case D ->
          new Op(1) {
            @Override
            void run(Cpu cpu) {
              cpu.gpr[target] = cpu.data.load32(cpu.gpr[base] + offset);
            }
          };
      case Q ->
          new Op(1) {
            @Override
            void run(Cpu cpu) {
              cpu.gpr[target] = cpu.data.load64(cpu.gpr[base] + offset);
            }
          };
    };
  }

  /** Stores a register at a register plus a constant. */
  private static Op store(Site site) {
    int source = site.register(1).number();
    int base = site.memory(0).base;
    long offset = site.memory(0).displacement;
    return switch (site.width()) {
      case B ->
          new Op(1) {
            @Override
            void run(Cpu cpu) {
              cpu.data.store8(cpu.gpr[base] + offset, cpu.gpr[source]);
            }
          };
      case W ->
          new Op(1) {
            @Override
            void run(Cpu cpu) {
              cpu.data.store16(cpu.gpr[base] + offset, cpu.gpr[source]);
            }
          };
      case D ->
          new Op(1) {
            @Override
            void run(Cpu cpu) {
              cpu.data.store32(cpu.gpr[base] + offset, cpu.gpr[source]);
            }
          };
      case Q ->
          new Op(1) {
            @Override
            void run(Cpu cpu) {
              cpu.data.store64(cpu.gpr[base] + offset, cpu.gpr[source]);
            }
          };
    };
  }

  /** MOVE and ZERO_EXTEND between any two places. */
  private static Op general(Site site) {
    Place target = site.place(0);
    Place source = site.place(1);
    return new Op(site.accesses()) {
      @Override
      void run(Cpu cpu) {
        target.write(cpu, source.read(cpu));
      }
    };
  }

  /** SIGN_EXTEND. */
  static Op signExtend(Site site) {
    Place target = site.place(0);
    Place source = site.place(1);
    Width from = site.width(1);
    return new Op(site.accesses()) {
      @Override
      void run(Cpu cpu) {
        target.write(cpu, AluEffects.signExtend(from, source.read(cpu)));
      }
    };
  }

  /** LOAD_ADDRESS. */
  static Op loadAddress(Site site) {
    Place target = site.place(0);
    Address address = site.memory(1);
    return new Op(0) {
      @Override
      void run(Cpu cpu) {
        target.write(cpu, address.of(cpu));
      }
    };
  }

  /** CMOV: the source is read in either case. */
  static Op moveIf(Site site, Condition condition) {
    Place target = site.place(0);
    Place source = site.place(1);
    return new Op(site.accesses()) {
      @Override
      void run(Cpu cpu) {
        long value = source.read(cpu);
        target.write(cpu, cpu.flags.holds(condition) ? value : target.read(cpu));
      }
    };
  }

  /** SET. */
  static Op setIf(Site site, Condition condition) {
    Place target = site.place(0);
    return new Op(site.accesses()) {
      @Override
      void run(Cpu cpu) {
        target.write(cpu, cpu.flags.holds(condition) ? 1 : 0);
      }
    };
  }

  /** BSWAP. */
  static Op swapBytes(Site site) {
    Place place = site.place(0);
    Width width = site.width();
    return new Op(0) {
      @Override
      void run(Cpu cpu) {
        place.write(cpu, AluEffects.swapBytes(width, place.read(cpu)));
      }
    };
  }
}
