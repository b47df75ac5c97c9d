package dev.hugetext.loader.samples;

import static dev.hugetext.loader.samples.Sample.packet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** classic_filter.bpf.c: DNS over UDP and IPv4, whole packets only. */
interface FilterContract extends SampleRunner {
  @ParameterizedTest
  @CsvSource({
    "udp_dns, 65535",
    "udp_no_checksum, 65535",
    "tcp_syn, 0",
    "ipv4_fragment, 0",
    "ipv6_tcp, 0",
    "arp, 0",
    "icmp_echo, 0"
  })
  default void onlyDnsIsKept(String packet, int kept) {
    try (SampleMachine machine = open("classic_filter")) {
      assertEquals(kept, machine.run(packet(packet)).retval());
    }
  }
}
