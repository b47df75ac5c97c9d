package dev.hugetext.loader.run;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.RawInsn;
import java.util.ArrayList;
import java.util.List;

/** Slots, one after the other. */
final class Code {
  private final List<RawInsn> slots = new ArrayList<>();

  Code add(BpfOpcode row, int dst, int src, int off, int imm) {
    slots.add(row.insn(dst, src, off, imm));
    return this;
  }

  /** Any 64-bit number. */
  Code load(int dst, long value) {
    slots.add(BpfOpcode.LD_IMM64.insn(dst, 0, 0, (int) value));
    slots.add(new RawInsn(0, 0, 0, (short) 0, (int) (value >> Integer.SIZE)));
    return this;
  }

  /** A map by its index. */
  Code map(int dst, int index) {
    slots.add(BpfOpcode.LD_MAP.insn(dst, 0, 0, index));
    slots.add(new RawInsn(0, 0, 0, (short) 0, 0));
    return this;
  }

  /** The slots, with an exit behind them. */
  List<RawInsn> exit() {
    add(BpfOpcode.EXIT, 0, 0, 0, 0);
    return List.copyOf(slots);
  }
}
