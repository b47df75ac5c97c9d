package dev.hugetext.loader.helper;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.loader.run.EmulatedKernel;
import dev.hugetext.loader.run.KernelSetup;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code bpf_csum_diff}: RFC 1071 by 16-bit words, and the cases of zero measured on 6.18.44. */
class ChecksumTest {
  private EmulatedKernel kernel;
  private long from;
  private long to;

  @BeforeEach
  void boot() {
    kernel = EmulatedKernel.boot(KernelSetup.DEFAULT);
    from = kernel.heap().allocate(64);
    to = kernel.heap().allocate(64);
  }

  @AfterEach
  void close() {
    kernel.close();
  }

  private long diff(long fromBytes, long toBytes, long seed) {
    var env = new TestEnv(kernel.memory().memory());
    return HelperBodies.call(HelperTable.CSUM_DIFF, env, from, fromBytes, to, toBytes, seed);
  }

  @Test
  void zeroHasTwoFaces() {
    assertEquals(0, diff(0, 4, 0));
    assertEquals(0, diff(4, 0, 0));
    assertEquals(0xffff, diff(4, 4, 0));
    assertEquals(0xffff, diff(4, 0, 0xffff_ffffL));
    assertEquals(0xffff, diff(0, 4, 0xffff_ffffL));
  }

  /** A sum of 16-bit words with end-around carry, minus the same of the other side. */
  @Test
  void randomBuffers() {
    long seed = Long.getLong("hugetext.seed", 1071);
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 500; i++) {
      byte[] a = new byte[random.nextInt(64)];
      byte[] b = new byte[random.nextInt(64)];
      random.nextBytes(a);
      random.nextBytes(b);
      kernel.memory().memory().write(from, a);
      kernel.memory().memory().write(to, b);
      long start = random.nextInt() & 0xffff_ffffL;
      long expected = start;
      for (int at = 0; at < b.length; at += 2) {
        expected += word(b, at);
      }
      for (int at = 0; at < a.length; at += 2) {
        expected += 0xffff - word(a, at);
      }
      while (expected > 0xffff) {
        expected = (expected & 0xffff) + (expected >>> 16);
      }
      assertEquals(
          expected % 0xffff,
          diff(a.length, b.length, start) % 0xffff,
          "seed %d, buffer %d".formatted(seed, i));
    }
  }

  private static int word(byte[] bytes, int at) {
    int high = at + 1 < bytes.length ? bytes[at + 1] & 0xff : 0;
    return bytes[at] & 0xff | high << 8;
  }
}
