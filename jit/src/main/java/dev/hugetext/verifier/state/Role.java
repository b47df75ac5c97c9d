package dev.hugetext.verifier.state;

/** Why a frame's function runs: this decides where it returns to, and what it may return. */
public enum Role {
  /** The main function. */
  PROGRAM,
  /** Called by another function of the program. */
  FUNCTION,
  /** Judged alone, for any arguments that its prototype allows. */
  GLOBAL,
  /** Called by a helper, perhaps many times; the instruction that called the helper is next. */
  CALLBACK,
  /** Called by the kernel some time later. */
  LATER
}
