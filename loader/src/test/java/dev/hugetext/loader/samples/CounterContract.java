package dev.hugetext.loader.samples;

import static dev.hugetext.loader.samples.Sample.packet;
import static dev.hugetext.loader.samples.Sample.u32;
import static dev.hugetext.loader.samples.Sample.u64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** packet_counter.bpf.c: protocols and lengths read off the packets. */
interface CounterContract extends SampleRunner {
  @ParameterizedTest
  @CsvSource({
    "tcp_syn, 6, 54",
    "udp_dns, 17, 71",
    "icmp_echo, 1, 74",
    "ipv6_tcp, 6, 74",
    "arp, 255, 42",
    "ipv4_fragment, 17, 74"
  })
  default void packetIsCountedByItsProtocol(String packet, int protocol, int length) {
    try (SampleMachine machine = open("packet_counter")) {
      assertEquals(0, machine.run(packet(packet)).retval());
      for (int i = 0; i < 256; i++) {
        byte[] wanted = i == protocol ? u64(1, length) : u64(0, 0);
        assertArrayEquals(wanted, machine.lookup("protocols", u32(i)));
      }
    }
  }

  @Test
  default void packetsAddUp() {
    try (SampleMachine machine = open("packet_counter")) {
      machine.run(packet("tcp_syn"));
      machine.run(packet("tcp_http"));
      machine.run(packet("ipv6_tcp"));
      assertArrayEquals(u64(3, 54 + 114 + 74), machine.lookup("protocols", u32(6)));
    }
  }
}
