package dev.hugetext.x86.cpu;

import dev.hugetext.x86.cpu.LazyFlags.Rule;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.table.Width;

/**
 * Read-modify-write with a register: what atomic operations are made of. {@link Place.Locked} makes
 * them atomic against CPUs on other host threads.
 */
final class ExchangeOps {
  private ExchangeOps() {}

  /** XCHG. */
  static Op exchange(Site site) {
    Place first = site.place(0);
    Place second = site.place(1);
    return new Op(site.accesses()) {
      @Override
      void run(Cpu cpu) {
        second.write(cpu, first.update(cpu, (old, stored) -> stored, second.read(cpu)));
      }
    };
  }

  /** XADD: where both operands are the same register, it gets the sum. */
  static Op exchangeAndAdd(Site site) {
    Place target = site.place(0);
    Place source = site.place(1);
    Width width = site.width();
    int code = LazyFlags.code(Rule.ADD, width);
    boolean memory = site.isMemory(0);
    return new Op(site.accesses()) {
      @Override
      void run(Cpu cpu) {
        long added = source.read(cpu);
        long old;
        if (memory) {
          old = target.update(cpu, AluEffects::add, added); // before its address register changes
          source.write(cpu, old);
        } else {
          old = target.read(cpu);
          source.write(cpu, old);
          target.write(cpu, AluEffects.add(old, added));
        }
        cpu.flags.note(
            code, AluEffects.signExtend(width, old), AluEffects.signExtend(width, added));
      }
    };
  }

  /**
   * CMPXCHG: memory is written in either case, as hardware does. At width D a register destination
   * that is not equal keeps its upper half (as on a Zen 5), while RAX is loaded as any 32-bit
   * register.
   */
  static Op compareAndExchange(Site site) {
    Place target = site.place(0);
    Place source = site.place(1);
    Width width = site.width();
    Place accumulator = Place.Register.of(Gpr.RAX, width);
    int code = LazyFlags.code(Rule.SUB, width);
    boolean memory = site.isMemory(0);
    return new Op(site.accesses()) {
      @Override
      void run(Cpu cpu) {
        long expected = accumulator.read(cpu);
        long value = source.read(cpu);
        long old;
        if (memory) {
          old = target.update(cpu, (held, stored) -> held == expected ? stored : held, value);
        } else {
          old = target.read(cpu);
          if (old == expected) {
            target.write(cpu, value);
          }
        }
        if (old != expected) {
          accumulator.write(cpu, old);
        }
        cpu.flags.note(
            code, AluEffects.signExtend(width, expected), AluEffects.signExtend(width, old));
      }
    };
  }
}
