package dev.hugetext.loader.run;

/** Something that runs one loaded program. */
interface Executor {
  /** Runs it once with R1 = {@code context}. */
  Execution run(long context);
}
