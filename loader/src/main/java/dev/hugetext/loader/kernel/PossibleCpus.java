package dev.hugetext.loader.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many CPUs the running kernel reckons with. */
public final class PossibleCpus {
  private static final Path LIST = Path.of("/sys/devices/system/cpu/possible");

  private PossibleCpus() {}

  /**
   * Their number: it bounds the numbers of CPUs that a program may see, and is how many values a
   * per-CPU map has at a key.
   *
   * @throws UncheckedIOException if the kernel does not say
   */
  public static int count() {
    try {
      String last = Files.readString(LIST).strip();
      return 1 + Integer.parseInt(last.substring(last.lastIndexOf('-') + 1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
