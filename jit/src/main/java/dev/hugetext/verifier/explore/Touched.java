package dev.hugetext.verifier.explore;

import dev.hugetext.verifier.state.MachineState;
import java.util.Arrays;

/** Registers and slots that one instruction used, for showing. */
public final class Touched {
  private int registers;
  private final long[] slots = new long[MachineState.MAX_FRAMES];

  void clear() {
    registers = 0;
    Arrays.fill(slots, 0);
  }

  void register(int register) {
    registers |= 1 << register;
  }

  void slot(int frame, int slot) {
    slots[frame] |= 1L << slot;
  }

  /** Bit i is register i of the innermost frame. */
  public int registers() {
    return registers;
  }

  /** Bit i is slot i. */
  public long slots(int frame) {
    return slots[frame];
  }
}
