package dev.hugetext.selftests.jit;

import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.jit.Symbols;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Addresses in the running kernel, which it tells nobody directly: the first image that mentions a
 * symbol gives its address, and from then on every image must agree.
 */
final class LearnedSymbols {

  /** Of the kernel, true for all programs: return thunk, per-CPU offset, base of helpers. */
  private final Map<Symbol, Long> lasting = new HashMap<>();

  /** Of the program at hand: its functions and maps. */
  private final Map<Symbol, Long> own = new HashMap<>();

  void forget() {
    own.clear();
  }

  void function(int index, long address) {
    own.put(new Symbol.Function(index), address);
  }

  /** The address, or null if no image has shown it yet. */
  private @Nullable Long known(Symbol symbol) {
    return switch (symbol) {
      case Symbol.CallBase(int displacement) -> {
        Long base = lasting.get(new Symbol.CallBase(0));
        yield base == null ? null : base + displacement;
      }
      case Symbol.MapValue(int map, int offset) -> {
        Long value = own.get(new Symbol.MapValue(map, 0));
        yield value == null ? null : value + offset;
      }
      case Symbol.Kernel _, Symbol.Helper _ -> lasting.get(symbol);
      case Symbol.Function _, Symbol.MapPointer _, Symbol.PrivateStack _, Symbol.TailCallSlot _ ->
          own.get(symbol);
    };
  }

  /** Remembers where the kernel's image says {@code symbol} is, if that is news. */
  void learn(Symbol symbol, long address) {
    if (known(symbol) != null) {
      return;
    }
    switch (symbol) {
      case Symbol.CallBase(int displacement) ->
          lasting.put(new Symbol.CallBase(0), address - displacement);
      case Symbol.MapValue(int map, int offset) ->
          own.put(new Symbol.MapValue(map, 0), address - offset);
      case Symbol.Kernel _, Symbol.Helper _ -> lasting.put(symbol, address);
      case Symbol.Function _, Symbol.MapPointer _, Symbol.PrivateStack _, Symbol.TailCallSlot _ ->
          own.put(symbol, address);
    }
  }

  Symbols symbols() {
    return symbol -> {
      Long address = known(symbol);
      if (address == null) {
        throw new IllegalArgumentException("no image has shown where it is: " + symbol);
      }
      return address;
    };
  }
}
