package dev.hugetext.examples.packets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes {@code examples/packets/*.bin}: whole Ethernet frames without the frame check sequence,
 * with right checksums. Addresses are of the ranges set aside for documentation (RFC 5737 and 3849)
 * and locally administered MAC addresses.
 *
 * <p>{@code java examples/src/main/java/dev/hugetext/examples/packets/MakePackets.java
 * examples/packets}
 */
public final class MakePackets {
  private static final int IPV4 = 0x0800;
  private static final int ARP = 0x0806;
  private static final int IPV6 = 0x86dd;
  private static final int EXPERIMENT = 0x88b5; // IEEE 802: free for local experiments

  private static final int ICMP = 1;
  private static final int TCP = 6;
  private static final int UDP = 17;

  private static final int SYN = 0x02;
  private static final int PUSH_ACK = 0x18;

  private static final byte[] SERVER_MAC = hex("020000000001");
  private static final byte[] CLIENT_MAC = hex("020000000002");
  private static final byte[] CLIENT = hex("c000020a"); // 192.0.2.10
  private static final byte[] SERVER = hex("c6336414"); // 198.51.100.20
  private static final byte[] RESOLVER = hex("cb007135"); // 203.0.113.53
  private static final byte[] CLIENT6 = hex("20010db8000000000000000000000010");
  private static final byte[] SERVER6 = hex("20010db8000000000000000000000020");

  private MakePackets() {}

  /**
   * Writes all packets into the folder {@code args[0]}.
   *
   * @throws IOException if a file cannot be written
   */
  public static void main(String[] args) throws IOException {
    for (var packet : packets().entrySet()) {
      Files.write(Path.of(args[0], packet.getKey() + ".bin"), packet.getValue());
    }
  }

  /** Every packet by its file's name without {@code .bin}. */
  static Map<String, byte[]> packets() {
    Map<String, byte[]> packets = new TreeMap<>();
    byte[] noOptions = {};
    byte[] http = ascii("GET / HTTP/1.1\r\nHost: www.example.org\r\nAccept: text/html\r\n\r\n");
    byte[] syn = tcp4(noOptions, 443, SYN, new byte[0]);
    packets.put("tcp_syn", syn);
    packets.put("tcp_telnet", tcp4(noOptions, 23, SYN, new byte[0]));
    packets.put("tcp_http", tcp4(noOptions, 80, PUSH_ACK, http));
    packets.put("tcp_binary", tcp4(noOptions, 443, PUSH_ACK, noise(96)));
    packets.put("ipv4_options", tcp4(hex("01010100"), 443, SYN, new byte[0])); // 3 no-ops, end
    packets.put("udp_dns", dns(true));
    packets.put("udp_no_checksum", dns(false));
    packets.put("icmp_echo", icmpEcho());
    packets.put("arp", arp());
    packets.put("ipv6_tcp", tcp6());
    packets.put("ipv4_fragment", laterFragment());
    packets.put("truncated", Arrays.copyOf(syn, 30)); // ends inside the IPv4 header
    packets.put("operands", operands(-1_234_567_890_123_456_789L, 1_000_003, -1_000_000_007, 97));
    packets.put("operands_edge", operands(Long.MIN_VALUE, 0, Integer.MIN_VALUE, -1));
    return packets;
  }

  private static byte[] tcp4(byte[] options, int port, int flags, byte[] payload) {
    byte[] segment = tcp(port, flags, payload);
    checksum(segment, 16, pseudo(CLIENT, SERVER, TCP, segment.length));
    return ethernet(IPV4, ipv4(TCP, CLIENT, SERVER, options, 0, segment));
  }

  private static byte[] tcp6() {
    byte[] segment = tcp(443, SYN, new byte[0]);
    checksum(segment, 16, pseudo(CLIENT6, SERVER6, TCP, segment.length));
    byte[] header =
        bytes(40)
            .putInt(0x60000000) // version 6
            .putShort((short) segment.length)
            .put((byte) TCP)
            .put((byte) 64)
            .put(CLIENT6)
            .put(SERVER6)
            .array();
    return ethernet(IPV6, join(header, segment));
  }

  private static byte[] tcp(int port, int flags, byte[] payload) {
    byte[] header =
        bytes(20)
            .putShort((short) 40000)
            .putShort((short) port)
            .putInt(0x01020304)
            .putInt(flags == SYN ? 0 : 0x0a0b0c0d)
            .putShort((short) (5 << 12 | flags)) // five words of header
            .putShort((short) 64240)
            .array();
    return join(header, payload);
  }

  /** A query for the address of example.org. */
  private static byte[] dns(boolean withChecksum) {
    byte[] query = hex("1f2e01000001000000000000" + "076578616d706c65036f7267000001" + "0001");
    byte[] header =
        bytes(8)
            .putShort((short) 53124)
            .putShort((short) 53)
            .putShort((short) (8 + query.length))
            .array();
    byte[] datagram = join(header, query);
    if (withChecksum) {
      checksum(datagram, 6, pseudo(CLIENT, RESOLVER, UDP, datagram.length));
    }
    return ethernet(IPV4, ipv4(UDP, CLIENT, RESOLVER, new byte[0], 0, datagram));
  }

  private static byte[] icmpEcho() {
    byte[] message =
        join(hex("08000000" + "1234" + "0001"), ascii("abcdefghijklmnopqrstuvwabcdefghi"));
    checksum(message, 2, 0);
    return ethernet(IPV4, ipv4(ICMP, CLIENT, SERVER, new byte[0], 0, message));
  }

  /** Who has 198.51.100.20? */
  private static byte[] arp() {
    byte[] request =
        join(hex("0001" + "0800" + "0604" + "0001"), CLIENT_MAC, CLIENT, new byte[6], SERVER);
    byte[] frame = ethernet(ARP, request);
    Arrays.fill(frame, 0, 6, (byte) 0xff); // to everybody
    return frame;
  }

  /** The second part of a UDP datagram of more than 1480 bytes: what stands first is no port. */
  private static byte[] laterFragment() {
    byte[] rest = noise(40);
    return ethernet(IPV4, ipv4(UDP, CLIENT, SERVER, new byte[0], 1480 / 8, rest));
  }

  /** What arithmetic_v4.bpf.c reads: its struct operands, little endian. */
  private static byte[] operands(
      long dividend, long divisor, int narrowDividend, int narrowDivisor) {
    byte[] fields =
        bytes(40)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(dividend)
            .putLong(divisor)
            .putInt(narrowDividend)
            .putInt(narrowDivisor)
            .put((byte) -3)
            .put((byte) 0)
            .putShort((short) -30_000)
            .putInt(-2_000_000_011)
            .putLong(0x8899aabb_ccddeeffL)
            .array();
    return ethernet(EXPERIMENT, fields);
  }

  private static byte[] ethernet(int type, byte[] payload) {
    byte[] header = bytes(14).put(SERVER_MAC).put(CLIENT_MAC).putShort((short) type).array();
    return join(header, payload);
  }

  /**
   * An IPv4 packet.
   *
   * @param fragment flags and offset in units of eight bytes
   */
  private static byte[] ipv4(
      int protocol, byte[] from, byte[] to, byte[] options, int fragment, byte[] payload) {
    int words = 5 + options.length / 4;
    byte[] header =
        bytes(words * 4)
            .put((byte) (4 << 4 | words))
            .put((byte) 0)
            .putShort((short) (words * 4 + payload.length))
            .putShort((short) 0x4d2)
            .putShort((short) fragment)
            .put((byte) 64)
            .put((byte) protocol)
            .putShort((short) 0)
            .put(from)
            .put(to)
            .put(options)
            .array();
    checksum(header, 10, 0);
    return join(header, payload);
  }

  /** The sum over the pseudo header of RFC 9293 3.1 and RFC 8200 8.1. */
  private static int pseudo(byte[] from, byte[] to, int protocol, int length) {
    return sum(from) + sum(to) + protocol + length;
  }

  /** Puts the Internet checksum (RFC 1071) of {@code data} at {@code at}. */
  private static void checksum(byte[] data, int at, int start) {
    int folded = start + sum(data);
    folded = (folded & 0xffff) + (folded >> 16);
    folded = (folded & 0xffff) + (folded >> 16);
    ByteBuffer.wrap(data).putShort(at, (short) ~folded);
  }

  private static int sum(byte[] data) {
    int sum = 0;
    for (int i = 0; i < data.length; i++) {
      sum += (data[i] & 0xff) << (i % 2 == 0 ? 8 : 0);
    }
    return sum;
  }

  /**
   * Bytes of which few are printable: a fixed linear congruential sequence with the top bit set.
   */
  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    int state = 1;
    for (int i = 0; i < length; i++) {
      state = state * 1_103_515_245 + 12_345;
      bytes[i] = (byte) (state >> 16 | 0x80);
    }
    return bytes;
  }

  private static ByteBuffer bytes(int length) {
    return ByteBuffer.allocate(length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static byte[] join(byte[]... parts) {
    ByteBuffer all = bytes(Arrays.stream(parts).mapToInt(part -> part.length).sum());
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }
}
