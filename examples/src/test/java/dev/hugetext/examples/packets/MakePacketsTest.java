package dev.hugetext.examples.packets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The committed packets are what the generator makes, and their checksums are right. */
class MakePacketsTest {
  private static final Path FOLDER = Path.of("packets");

  @Test
  void committedFilesAreWhatTheGeneratorMakes() throws IOException {
    for (var packet : MakePackets.packets().entrySet()) {
      byte[] committed = Files.readAllBytes(FOLDER.resolve(packet.getKey() + ".bin"));
      assertArrayEquals(committed, packet.getValue(), packet.getKey());
    }
  }

  @Test
  void everyCommittedFileIsMadeByTheGenerator() throws IOException {
    try (var files = Files.list(FOLDER)) {
      Set<String> names =
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
      Set<String> made = new TreeSet<>();
      MakePackets.packets().keySet().forEach(name -> made.add(name + ".bin"));
      assertEquals(made, new TreeSet<>(names));
    }
  }

  /**
   * One's complement arithmetic modulo 65535 (RFC 1071, 1): all 16-bit words, the checksum
   * included, add up to a multiple of it.
   */
  @ParameterizedTest
  @CsvSource({
    "tcp_syn, 14, 34", "tcp_telnet, 14, 34", "tcp_http, 14, 34", "tcp_binary, 14, 34",
    "ipv4_options, 14, 38", "udp_dns, 14, 34", "udp_no_checksum, 14, 34", "icmp_echo, 14, 34",
    "icmp_echo, 34, 74", "ipv4_fragment, 14, 34"
  })
  void checksumHolds(String name, int start, int end) {
    assertEquals(0, words(packet(name), start, end) % 0xffff);
  }

  /** As above, with the pseudo header: addresses, protocol, length. */
  @ParameterizedTest
  @CsvSource({
    "tcp_syn, 26, 34, 6",
    "tcp_telnet, 26, 34, 6",
    "tcp_http, 26, 34, 6",
    "tcp_binary, 26, 34, 6",
    "ipv4_options, 26, 38, 6",
    "udp_dns, 26, 34, 17",
    "ipv6_tcp, 22, 54, 6"
  })
  void transportChecksumHolds(String name, int addresses, int start, int protocol) {
    byte[] packet = packet(name);
    int addressBytes = name.startsWith("ipv6") ? 32 : 8;
    long pseudo = words(packet, addresses, addresses + addressBytes) + protocol;
    long total = pseudo + packet.length - start + words(packet, start, packet.length);
    assertEquals(0, total % 0xffff);
  }

  private static byte[] packet(String name) {
    return MakePackets.packets().get(name);
  }

  private static long words(byte[] packet, int start, int end) {
    long sum = 0;
    for (int i = start; i < end; i += 2) {
      int low = i + 1 < end ? packet[i + 1] & 0xff : 0;
      sum += (packet[i] & 0xff) * 256L + low;
    }
    return sum;
  }
}
