package dev.hugetext.verifier.rewrite;

import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.Symbol;
import org.jspecify.annotations.Nullable;

/** A slot of a program under rewriting: jumps and calls hold on to slots, not to distances. */
final class Node {
  private RawInsn insn;
  private final int origin;
  private @Nullable Node target;
  private @Nullable Node replacement;
  private @Nullable Symbol symbol;

  /**
   * @param insn the slot; the distance in a jump or call is worthless while it has a target
   * @param origin index of the slot in the program as loaded, from which this one comes
   */
  Node(RawInsn insn, int origin) {
    this.insn = insn;
    this.origin = origin;
  }

  RawInsn insn() {
    return insn;
  }

  void setInsn(RawInsn insn) {
    this.insn = insn;
  }

  int origin() {
    return origin;
  }

  /** What its immediate stands for, where that does not follow from the instruction. */
  @Nullable Symbol symbol() {
    return symbol;
  }

  void setSymbol(Symbol symbol) {
    this.symbol = symbol;
  }

  /** Where it jumps to or what it calls; null if it does neither. */
  @Nullable Node target() {
    Node at = target;
    while (at != null && at.replacement != null) {
      at = at.replacement;
    }
    return at;
  }

  void setTarget(@Nullable Node target) {
    this.target = target;
  }

  /** This slot went away; whoever jumped to it now jumps to another. */
  void replaceBy(Node other) {
    replacement = other;
  }
}
