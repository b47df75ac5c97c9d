package dev.hugetext.loader.samples;

/** What can open a sample and run it. */
public interface SampleRunner {
  /** Sample {@code name}, loaded afresh. */
  SampleMachine open(String name);
}
