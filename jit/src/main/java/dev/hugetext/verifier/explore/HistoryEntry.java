package dev.hugetext.verifier.explore;

import dev.hugetext.verifier.transfer.LinkedRegisters;
import org.jspecify.annotations.Nullable;

/**
 * A step of a path that walking back needs to know of: one that did not come from the instruction
 * before, or that did something the instruction alone does not tell.
 */
final class HistoryEntry {
  private static final int NONE = -1;

  private final int pc;
  private final int previous;
  private int spillFrame = NONE;
  private int spillSlot;
  private boolean leftIsStack;
  private boolean rightIsStack;
  private @Nullable LinkedRegisters linked;

  /**
   * @param pc the instruction
   * @param previous the instruction before it on the path
   */
  HistoryEntry(int pc, int previous) {
    this.pc = pc;
    this.previous = previous;
  }

  int pc() {
    return pc;
  }

  int previous() {
    return previous;
  }

  void setSpillOrFill(int frame, int slot) {
    spillFrame = frame;
    spillSlot = slot;
  }

  void setStackOperands(boolean left, boolean right) {
    leftIsStack |= left;
    rightIsStack |= right;
  }

  void setLinked(LinkedRegisters linked) {
    this.linked = linked;
  }

  /** Whether it moved a register to or from a slot. */
  boolean isSpillOrFill() {
    return spillFrame != NONE;
  }

  int spillFrame() {
    return spillFrame;
  }

  int spillSlot() {
    return spillSlot;
  }

  boolean leftIsStack() {
    return leftIsStack;
  }

  boolean rightIsStack() {
    return rightIsStack;
  }

  /** Registers that learnt together from this comparison. */
  @Nullable LinkedRegisters linked() {
    return linked;
  }
}
