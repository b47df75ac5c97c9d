package dev.hugetext.selftests.maps;

/** A map as programs see it: operations on it are run by them, on the first CPU. */
interface ProgramDoor {
  /** Whether there is a program for this kind of operation. */
  boolean knows(Operations.Kind kind);

  /** What the program answered. */
  Reply apply(Operations.Operation operation);
}
