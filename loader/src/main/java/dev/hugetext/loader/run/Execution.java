package dev.hugetext.loader.run;

/** How one run of a program ended. */
sealed interface Execution {
  /** It returned. */
  record Returned(long r0) implements Execution {}

  /** It did something that no accepted program does, or did not end in time. */
  record Faulted(String what) implements Execution {}
}
