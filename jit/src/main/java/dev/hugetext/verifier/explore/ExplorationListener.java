package dev.hugetext.verifier.explore;

import dev.hugetext.verifier.state.MachineState;

/** Hears what the exploration does; the exploration never asks it anything. */
public interface ExplorationListener {
  /** Hears and says nothing. */
  ExplorationListener SILENT = new ExplorationListener() {};

  /** The functions were found. */
  default void functions(int[] starts) {}

  /** Liveness is known. */
  default void liveRegisters(LiveRegisters live) {}

  /** A put-off branch is taken up, or the walk starts ({@code from} is -1). */
  default void resumed(int from, int to, MachineState state) {}

  /** An instruction is about to be applied. */
  default void instruction(int pc, MachineState state) {}

  /** It was applied; bit i of {@code touched} is set if register i of its frame was used. */
  default void applied(int pc, MachineState state, Touched touched) {}

  /** A comparison was applied, and the way in hand put off another or is the only one. */
  default void compared(int pc, MachineState state) {}

  /** A fork put off a branch. */
  default void forked(int pc, int otherPc) {}

  /** A function that is judged alone was called. */
  default void assumed(int function, String name) {}

  /** A function that is judged alone is about to be explored. */
  default void judging(int function, String name) {}

  /** It was found safe. */
  default void judged(int function, String name) {}

  /**
   * A path ended in a state that is covered.
   *
   * @param resumed whether nothing was run since it was taken up, or a function was left
   */
  default void pruned(int from, int pc, boolean resumed) {}

  /** All paths of the program, or of a function that is judged alone, were followed. */
  default void explored() {}

  /** A path ended at an exit of the program. */
  default void ended() {}

  /** A function was entered; its frame is innermost. */
  default void entered(MachineState state) {}

  /** A function is about to be left. */
  default void leaving(MachineState state) {}

  /** A function was left. */
  default void returned(MachineState state, int pc) {}

  /** The path goes on where a function was called from. */
  default void continued(int from, int to, MachineState state) {}

  /** Walking back for precision starts or goes on before a kept state. */
  default void precisionFrom(int frame, int last, int first, int after) {}

  /** Walking back passes an instruction; the masks are wanted registers and slots. */
  default void precisionStep(int frame, int registers, long slots, int pc) {}

  /** Walking back reached a kept state and marked the numbers still wanted in it. */
  default void precisionIn(int frame, int registers, long slots, MachineState state) {}

  /** A covered path takes over what was precise in the covering state. */
  default void precisionTakenOver(int frame, int registers, long slots) {}

  /** Two states of a loop are the same. */
  default void looped(int pc, MachineState now, MachineState before) {}
}
