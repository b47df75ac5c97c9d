package dev.hugetext.loader.samples;

import static dev.hugetext.loader.samples.Sample.packet;
import static dev.hugetext.loader.samples.Sample.u32;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** percpu_stats.bpf.c: added up over all CPUs, the packets and bytes of each length. */
interface LengthsContract extends SampleRunner {
  @Test
  default void packetsAreCountedByLength() {
    try (SampleMachine machine = open("percpu_stats")) {
      for (String packet : new String[] {"tcp_syn", "tcp_http", "udp_dns", "icmp_echo"}) {
        assertEquals(2, machine.run(packet(packet)).retval());
      }
      assertEquals(1, sum(machine, 5, 0)); // 54 bytes
      assertEquals(54, sum(machine, 5, 1));
      assertEquals(3, sum(machine, 6, 0)); // 114, 71 and 74
      assertEquals(114 + 71 + 74, sum(machine, 6, 1));
      assertEquals(0, sum(machine, 7, 0));
    }
  }

  private static long sum(SampleMachine machine, int slot, int field) {
    ByteBuffer all =
        ByteBuffer.wrap(machine.lookup("lengths", u32(slot))).order(ByteOrder.LITTLE_ENDIAN);
    long sum = 0;
    for (int at = 0; at < all.capacity(); at += 2 * Long.BYTES) {
      sum += all.getLong(at + field * Long.BYTES);
    }
    return sum;
  }
}
