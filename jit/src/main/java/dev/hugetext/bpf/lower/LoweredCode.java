package dev.hugetext.bpf.lower;

import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.Symbol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Slots that stand in place of others. Distances in them are between these slots, one past the last
 * being whatever follows.
 *
 * @param slots the slots
 * @param symbols by index of a slot: what its immediate stands for
 * @param calls by index of a slot: which function of the program it calls
 * @param jump index of the slot that jumps to where the replaced one did, if there is one
 */
public record LoweredCode(
    List<RawInsn> slots,
    Map<Integer, Symbol> symbols,
    Map<Integer, Integer> calls,
    OptionalInt jump) {
  public LoweredCode {
    slots = List.copyOf(slots);
    symbols = Map.copyOf(symbols);
    calls = Map.copyOf(calls);
  }

  /** Slots without symbols. */
  public static LoweredCode of(List<Insn> insns) {
    return new Builder().add(insns).build();
  }

  /** Slots without symbols. */
  public static LoweredCode ofSlots(List<RawInsn> slots) {
    return new LoweredCode(slots, Map.of(), Map.of(), OptionalInt.empty());
  }

  /** Writes one instruction after the other. */
  public static final class Builder {
    private final List<RawInsn> slots = new ArrayList<>();
    private final Map<Integer, Symbol> symbols = new HashMap<>();
    private final Map<Integer, Integer> calls = new HashMap<>();
    private OptionalInt jump = OptionalInt.empty();

    /** Nothing yet. */
    public Builder() {}

    /** Adds an instruction. */
    public Builder add(Insn insn) {
      slots.addAll(insn.encode());
      return this;
    }

    /** Adds instructions. */
    public Builder add(List<Insn> insns) {
      insns.forEach(this::add);
      return this;
    }

    /** Adds an instruction whose immediate stands for a symbol. */
    public Builder add(Insn insn, Symbol symbol) {
      symbols.put(slots.size(), symbol);
      return add(insn);
    }

    /** Adds a call of a kernel function. */
    public Builder call(String function) {
      return add(new Insn.CallHelper(0), new Symbol.Kernel(function));
    }

    /** Adds a call of a function of the program, by its index as loaded. */
    public Builder callFunction(int function) {
      calls.put(slots.size(), function);
      return add(new Insn.CallBpf(0));
    }

    /** Adds a jump to where the replaced instruction's jump leads; its own distance is ignored. */
    public Builder addJump(Insn insn) {
      jump = OptionalInt.of(slots.size());
      return add(insn);
    }

    /** The code. */
    public LoweredCode build() {
      return new LoweredCode(slots, symbols, calls, jump);
    }
  }
}
