package dev.hugetext.loader.samples;

import static dev.hugetext.loader.samples.Sample.packet;
import static dev.hugetext.loader.samples.Sample.u32;
import static dev.hugetext.loader.samples.Sample.u64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** tail_chain.bpf.c: each packet is counted once, where its chain of programs ends. */
interface TailChainContract extends SampleRunner {
  @ParameterizedTest
  @CsvSource({
    "tcp_syn, 2, 2",
    "udp_dns, 3, 3",
    "icmp_echo, 0, 2",
    "ipv6_tcp, 2, 2",
    "ipv4_fragment, 0, 2",
    "arp, 4, 2",
    "truncated, 0, 1"
  })
  default void chainEndsAtTheLastLayerWithAProgram(String packet, int end, int verdict) {
    try (SampleMachine machine = open("tail_chain")) {
      assertEquals(verdict, machine.run(packet(packet)).retval());
      for (int i = 0; i < 5; i++) {
        assertArrayEquals(u64(i == end ? 1 : 0), machine.lookup("ends", u32(i)), "end " + i);
      }
    }
  }

  @Test
  default void chainsAreCountedOneByOne() {
    try (SampleMachine machine = open("tail_chain")) {
      machine.run(packet("udp_dns"));
      machine.run(packet("udp_dns"));
      assertArrayEquals(u64(2), machine.lookup("ends", u32(3)));
    }
  }
}
