package dev.hugetext.verifier.explore;

import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.transfer.LinkedRegisters;
import java.util.Arrays;

/** Registers and slots whose exact numbers are wanted, per frame, while walking back. */
final class Wanted {
  private final int[] registers = new int[MachineState.MAX_FRAMES];
  private final long[] slots = new long[MachineState.MAX_FRAMES];
  private int frame;

  void clear(int frame) {
    Arrays.fill(registers, 0);
    Arrays.fill(slots, 0);
    this.frame = frame;
  }

  /** The frame that the instruction in hand runs in. */
  int frame() {
    return frame;
  }

  /** Walking back into a function that returned. */
  void enter() {
    frame++;
  }

  /** Walking back out of a function to its caller. */
  void leave() {
    frame--;
  }

  boolean has(int register) {
    return (registers[frame] >> register & 1) != 0;
  }

  void add(int register) {
    registers[frame] |= 1 << register;
  }

  void remove(int register) {
    registers[frame] &= ~(1 << register);
  }

  int registers() {
    return registers[frame];
  }

  int registers(int frame) {
    return registers[frame];
  }

  void addIn(int frame, int register) {
    registers[frame] |= 1 << register;
  }

  void removeIn(int frame, int register) {
    registers[frame] &= ~(1 << register);
  }

  boolean hasSlot(int frame, int slot) {
    return (slots[frame] >> slot & 1) != 0;
  }

  void addSlot(int frame, int slot) {
    slots[frame] |= 1L << slot;
  }

  void removeSlot(int frame, int slot) {
    slots[frame] &= ~(1L << slot);
  }

  long slots(int frame) {
    return slots[frame];
  }

  boolean isEmpty() {
    for (int i = 0; i < registers.length; i++) {
      if (registers[i] != 0 || slots[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** If one of the registers that learnt together is wanted, all are. */
  void spread(LinkedRegisters linked) {
    boolean any = false;
    for (int i = 0; i < linked.size(); i++) {
      any |=
          linked.isSlot(i)
              ? hasSlot(linked.frame(i), linked.index(i))
              : (registers[linked.frame(i)] >> linked.index(i) & 1) != 0;
    }
    for (int i = 0; any && i < linked.size(); i++) {
      if (linked.isSlot(i)) {
        addSlot(linked.frame(i), linked.index(i));
      } else {
        addIn(linked.frame(i), linked.index(i));
      }
    }
  }
}
