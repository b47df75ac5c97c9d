package dev.hugetext.x86.cpu;

import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.table.Width;
import java.util.function.LongBinaryOperator;

/**
 * An operand of any kind and width, for operations that are not worth a specialised form. Values
 * are zero-extended.
 */
sealed interface Place {
  /** Its value now. */
  long read(Cpu cpu);

  /** Sets it to the low bits of {@code value}. */
  void write(Cpu cpu, long value);

  /**
   * Replaces its value by {@code meaning(value, right)}, in one access.
   *
   * @return the value before
   */
  long update(Cpu cpu, LongBinaryOperator meaning, long right);

  /** A register; writing 32 bits clears the upper half, writing fewer keeps the rest. */
  record Register(int number, Width width) implements Place {
    static Register of(Gpr gpr, Width width) {
      return new Register(gpr.number(), width);
    }

    @Override
    public long read(Cpu cpu) {
      return AluEffects.zeroExtend(width, cpu.gpr[number]);
    }

    @Override
    public void write(Cpu cpu, long value) {
      long kept = width == Width.B || width == Width.W ? cpu.gpr[number] & ~width.mask() : 0;
      cpu.gpr[number] = kept | AluEffects.zeroExtend(width, value);
    }

    @Override
    public long update(Cpu cpu, LongBinaryOperator meaning, long right) {
      long old = read(cpu);
      write(cpu, meaning.applyAsLong(old, right));
      return old;
    }
  }

  /** Memory. */
  record Memory(Address address, Width width) implements Place {
    @Override
    public long read(Cpu cpu) {
      return cpu.data.load(address.of(cpu), width.bytes());
    }

    @Override
    public void write(Cpu cpu, long value) {
      cpu.data.store(address.of(cpu), width.bytes(), value);
    }

    @Override
    public long update(Cpu cpu, LongBinaryOperator meaning, long right) {
      return cpu.data.modify(address.of(cpu), width.bytes(), meaning, right);
    }
  }

  /** Memory under LOCK: changed in one step that no other host thread sees half done. */
  record Locked(Address address, Width width) implements Place {
    @Override
    public long read(Cpu cpu) {
      return cpu.data.load(address.of(cpu), width.bytes());
    }

    @Override
    public void write(Cpu cpu, long value) {
      throw new IllegalStateException("a locked operand is changed in one step");
    }

    @Override
    public long update(Cpu cpu, LongBinaryOperator meaning, long right) {
      return cpu.data.modifyLocked(address.of(cpu), width.bytes(), meaning, right);
    }
  }

  /** A constant. */
  record Constant(long value) implements Place {
    @Override
    public long read(Cpu cpu) {
      return value;
    }

    @Override
    public void write(Cpu cpu, long newValue) {
      throw new IllegalStateException("a constant is no destination");
    }

    @Override
    public long update(Cpu cpu, LongBinaryOperator meaning, long right) {
      throw new IllegalStateException("a constant is no destination");
    }
  }
}
