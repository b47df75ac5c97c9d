package dev.hugetext.x86.host;

import dev.hugetext.x86.table.Effect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the host's CPU can do beyond every x86-64 CPU. */
final class HostFeatures {
  private static final boolean BMI2 = flags().contains("bmi2");

  private HostFeatures() {}

  /** Whether it has instructions of this effect: shlx, shrx and sarx are of BMI2. */
  static boolean has(Effect effect) {
    boolean bmi2 = effect == Effect.SHLX || effect == Effect.SHRX || effect == Effect.SARX;
    return BMI2 || !bmi2;
  }

  private static List<String> flags() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      String flags = lines.filter(line -> line.startsWith("flags")).findFirst().orElse("");
      return List.of(flags.split("\\s+", -1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
