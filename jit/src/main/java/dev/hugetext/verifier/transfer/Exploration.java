package dev.hugetext.verifier.transfer;

import dev.hugetext.verifier.state.MachineState;
import org.jspecify.annotations.Nullable;

/** What transfers ask of whoever explores the program; all of it concerns the path in hand. */
public interface Exploration {
  /** An id that nothing on any path has. */
  int freshId();

  /** Registers (bit i: register i) of a frame that may still be read on this path. */
  int liveRegisters(int frame);

  /** The exact number in a register of the innermost frame matters. */
  void markPrecise(int register);

  /** The exact number spilled in a slot matters. */
  void markSlotPrecise(int frame, int slot);

  /** This instruction moves a register to or from a slot. */
  void noteSpillOrFill(int frame, int slot);

  /** This comparison has stack pointers as left or right operand. */
  void noteStackOperands(boolean left, boolean right);

  /** This comparison teaches something about all these registers. */
  void noteLinked(LinkedRegisters linked);

  /** This instruction may read these slots (bit i: slot i) of a frame. */
  void noteStackRead(int frame, long slots);

  /** This instruction overwrites these slots of a frame on every way through it. */
  void noteStackWrite(int frame, long slots);

  /** The path forks: {@code other}, at {@code pc}, is yet to be explored. */
  void putOff(int pc, MachineState other);

  /** As {@link #putOff}, but the other path has nothing to do with this one. */
  void putOffAlone(int pc, MachineState other);

  /** The function is to be judged alone, if it was not yet. */
  void noteGlobalCall(int function);

  /** The state in which the path came by an instruction before, in the same frames; or null. */
  @Nullable MachineState before(int pc, MachineState state);

  /** The innermost function is about to be left. */
  void noteLeaving(MachineState state);

  /** A register of the innermost frame was read or written, and is worth showing. */
  void touch(int register);

  /** A slot of a frame was read or written, and is worth showing. */
  void touchSlot(int frame, int slot);
}
