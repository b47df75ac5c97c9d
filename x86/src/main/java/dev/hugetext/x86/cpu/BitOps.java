package dev.hugetext.x86.cpu;

import dev.hugetext.x86.table.RflagsSet;
import dev.hugetext.x86.table.Width;
import java.util.function.LongBinaryOperator;

/** The BT family: one bit goes to CF, and may change. */
final class BitOps {
  private BitOps() {}

  /** BIT_TEST. */
  static Op test(Site site) {
    if (isBitString(site)) {
      Address address = site.memory(0);
      Place source = site.place(1);
      Width width = site.width();
      return new Op(site.accesses()) {
        @Override
        void run(Cpu cpu) {
          long bit = AluEffects.signExtend(width, source.read(cpu));
          long value = cpu.data.load(word(address.of(cpu), bit, width), width.bytes());
          noteCarry(cpu, value, bit, width);
        }
      };
    }
    Place target = site.place(0);
    Place source = site.place(1);
    Width width = site.width();
    return new Op(site.accesses()) {
      @Override
      void run(Cpu cpu) {
        noteCarry(cpu, target.read(cpu), source.read(cpu), width);
      }
    };
  }

  /** BIT_SET, BIT_RESET, BIT_COMPLEMENT: the meaning takes the value and a mask of one bit. */
  static Op change(Site site, LongBinaryOperator meaning) {
    Place source = site.place(1);
    Width width = site.width();
    if (isBitString(site)) {
      Address address = site.memory(0);
      boolean locked = site.isLocked();
      return new Op(site.accesses()) {
        @Override
        void run(Cpu cpu) {
          long bit = AluEffects.signExtend(width, source.read(cpu));
          long at = word(address.of(cpu), bit, width);
          long mask = mask(bit, width);
          long value =
              locked
                  ? cpu.data.modifyLocked(at, width.bytes(), meaning, mask)
                  : cpu.data.modify(at, width.bytes(), meaning, mask);
          noteCarry(cpu, value, bit, width);
        }
      };
    }
    Place target = site.place(0);
    return new Op(site.accesses()) {
      @Override
      void run(Cpu cpu) {
        long bit = source.read(cpu);
        noteCarry(cpu, target.update(cpu, meaning, mask(bit, width)), bit, width);
      }
    };
  }

  /** Whether the bit may lie outside of the operand. */
  private static boolean isBitString(Site site) {
    return site.isMemory(0) && site.isRegister(1);
  }

  /** The address of the operand of a bit string that has the bit. */
  private static long word(long start, long bit, Width width) {
    return start + Math.floorDiv(bit, width.bits()) * width.bytes();
  }

  private static long mask(long bit, Width width) {
    return 1L << (bit & (width.bits() - 1));
  }

  private static void noteCarry(Cpu cpu, long value, long bit, Width width) {
    cpu.flags.set(RflagsSet.CF, (value & mask(bit, width)) == 0 ? 0 : RflagsSet.CF);
  }
}
