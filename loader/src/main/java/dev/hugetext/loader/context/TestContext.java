package dev.hugetext.loader.context;

/** A context in guest memory, ready for a program. */
public interface TestContext {
  /** The address that R1 holds at the program's start. */
  long address();

  /** Puts packet and context back to what the input said, for the next repetition. */
  void reset();

  /** The packet as the program left it. */
  byte[] dataOut();

  /** The user-visible context as the program left it. */
  byte[] contextOut();

  /** Gives its memory back. */
  void free();
}
