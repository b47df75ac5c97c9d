package dev.hugetext.selftests.agreement;

import dev.hugetext.loader.context.TestInput;
import java.util.SplittableRandom;

/** Random packets that every program type's test run takes. */
final class TrialInput {
  private static final int LEAST = 60;
  private static final int MOST = 300;
  private static final int ETHERTYPE = 12;

  private TrialInput() {}

  /** The packet for the program with this seed: random bytes behind an Ethernet header. */
  static TestInput of(long seed) {
    var random = new SplittableRandom(seed);
    byte[] packet = new byte[random.nextInt(LEAST, MOST)];
    random.nextBytes(packet);
    int[] types = {0x0800, 0x86dd, 0x0806};
    int type = types[random.nextInt(types.length)];
    packet[ETHERTYPE] = (byte) (type >> 8);
    packet[ETHERTYPE + 1] = (byte) type;
    return TestInput.ofPacket(packet);
  }
}
