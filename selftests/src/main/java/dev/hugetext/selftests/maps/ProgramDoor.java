package dev.hugetext.selftests.maps;

/** A map as programs see it: operations on it are run by them. */
interface ProgramDoor {
  /** Whether there is a program for this kind of operation. */
  boolean knows(Operations.Kind kind);

  /**
   * Runs the program.
   *
   * @param cpu the number of the CPU that it runs on
   * @return what it answered
   */
  Reply apply(Operations.Operation operation, int cpu);
}
