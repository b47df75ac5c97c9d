package dev.hugetext.jit;

import dev.hugetext.bpf.isa.Symbol;

/** Where things are: helpers, maps, functions of the program, kernel symbols. */
@FunctionalInterface
public interface Symbols {

  /**
   * The address of {@code symbol}.
   *
   * @throws IllegalArgumentException if there is no such thing
   */
  long address(Symbol symbol);
}
