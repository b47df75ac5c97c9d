package dev.hugetext.x86.cpu;

import dev.hugetext.x86.table.RflagsSet;
import dev.hugetext.x86.table.Width;

/** Additions and subtractions that read the carry flag, or leave it: the flags are computed now. */
final class CarryOps {
  private static final int ALL_BUT_CARRY = RflagsSet.STATUS & ~RflagsSet.CF;

  private CarryOps() {}

  /** ADC. */
  static Op addWithCarry(Site site) {
    Place target = site.place(0);
    Place source = site.place(1);
    Width width = site.width();
    return new Op(site.accesses()) {
      @Override
      void run(Cpu cpu) {
        int carry = cpu.flags.carry();
        long right = source.read(cpu);
        long left =
            target.update(cpu, (old, added) -> AluEffects.addWithCarry(old, added, carry), right);
        cpu.flags.set(AluEffects.addFlags(width, left, right, carry));
      }
    };
  }

  /** SBB. */
  static Op subWithBorrow(Site site) {
    Place target = site.place(0);
    Place source = site.place(1);
    Width width = site.width();
    return new Op(site.accesses()) {
      @Override
      void run(Cpu cpu) {
        int borrow = cpu.flags.carry();
        long right = source.read(cpu);
        long left =
            target.update(cpu, (old, by) -> AluEffects.subWithBorrow(old, by, borrow), right);
        cpu.flags.set(AluEffects.subFlags(width, left, right, borrow));
      }
    };
  }

  /** INC. */
  static Op increment(Site site) {
    Place target = site.place(0);
    Width width = site.width();
    return new Op(site.accesses()) {
      @Override
      void run(Cpu cpu) {
        long old = target.update(cpu, AluEffects::add, 1);
        cpu.flags.set(ALL_BUT_CARRY, AluEffects.addFlags(width, old, 1) & ALL_BUT_CARRY);
      }
    };
  }

  /** DEC. */
  static Op decrement(Site site) {
    Place target = site.place(0);
    Width width = site.width();
    return new Op(site.accesses()) {
      @Override
      void run(Cpu cpu) {
        long old = target.update(cpu, AluEffects::sub, 1);
        cpu.flags.set(ALL_BUT_CARRY, AluEffects.subFlags(width, old, 1) & ALL_BUT_CARRY);
      }
    };
  }
}
