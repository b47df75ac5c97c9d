package dev.hugetext.loader.samples;

import static dev.hugetext.loader.samples.Sample.hex;
import static dev.hugetext.loader.samples.Sample.packet;
import static dev.hugetext.loader.samples.Sample.u32;
import static dev.hugetext.loader.samples.Sample.u64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** xdp_firewall.bpf.c: verdicts read off the packets. */
interface FirewallContract extends SampleRunner {
  int DROP = 1;
  int PASS = 2;

  /** Nothing is blocked; only port 23 is closed. */
  @ParameterizedTest
  @CsvSource({
    "tcp_telnet, 1",
    "tcp_syn, 2",
    "tcp_http, 2",
    "udp_dns, 2",
    "icmp_echo, 2",
    "arp, 2",
    "ipv6_tcp, 2",
    "ipv4_fragment, 2",
    "ipv4_options, 2",
    "truncated, 2"
  })
  default void closedPortIsDropped(String packet, int verdict) {
    try (SampleMachine machine = open("xdp_firewall")) {
      SampleMachine.Result result = machine.run(packet(packet));
      assertEquals(verdict, result.retval());
      assertArrayEquals(packet(packet), result.packet());
      for (int i = 0; i < 5; i++) {
        assertArrayEquals(u64(i == verdict ? 1 : 0), machine.lookup("verdicts", u32(i)));
      }
    }
  }

  /** 192.0.2.10 may not reach port 443 (0x01bb); a fragment, which has no port, may pass. */
  @ParameterizedTest
  @CsvSource({"tcp_syn, 1", "tcp_binary, 1", "ipv4_options, 1", "tcp_http, 2", "ipv4_fragment, 2"})
  default void blockedPortIsDropped(String packet, int verdict) {
    byte[] key = hex("c000020a 01bb 0000");
    try (SampleMachine machine = open("xdp_firewall")) {
      machine.update("blocked", key, u64(40));
      assertEquals(verdict, machine.run(packet(packet)).retval());
      assertArrayEquals(u64(verdict == DROP ? 41 : 40), machine.lookup("blocked", key));
    }
  }

  @Test
  default void sourceBlockedForEveryPortIsDropped() {
    byte[] key = hex("c000020a 0000 0000");
    try (SampleMachine machine = open("xdp_firewall")) {
      machine.update("blocked", key, u64(0));
      assertEquals(DROP, machine.run(packet("tcp_http")).retval());
      assertEquals(DROP, machine.run(packet("udp_dns")).retval());
      assertEquals(PASS, machine.run(packet("ipv6_tcp")).retval());
      assertArrayEquals(u64(2), machine.lookup("blocked", key));
    }
  }
}
