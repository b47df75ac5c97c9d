package dev.hugetext.loader.samples;

import static dev.hugetext.loader.samples.Sample.hex;
import static dev.hugetext.loader.samples.Sample.packet;
import static dev.hugetext.loader.samples.Sample.u32;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * load_balancer.bpf.c: the hash computed again, and the checksums computed over the whole packet,
 * where the program mends them.
 */
interface BalancerContract extends SampleRunner {
  int PASS = 2;
  int TX = 3;

  @ParameterizedTest
  @ValueSource(strings = {"tcp_syn", "tcp_telnet", "tcp_http", "tcp_binary", "udp_dns"})
  default void packetIsRewrittenForTheBackendThatTheHashChooses(String packet) {
    byte[] frame = packet(packet);
    int slot = slotOf(frame);
    byte[] wanted = rewritten(frame, hex("02000a0001").clone(), 0x0a000101 + slot, 1 + slot);
    try (SampleMachine machine = open("load_balancer")) {
      SampleMachine.Result result = machine.run(frame);
      assertEquals(TX, result.retval());
      assertArrayEquals(wanted, result.packet());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp_http", "udp_dns"})
  default void backendOfTheMapIsTakenWhereThereIsOne(String packet) {
    byte[] frame = packet(packet);
    byte[] wanted = rewritten(frame, hex("0200c63364"), 0xc6336407, 0x99);
    try (SampleMachine machine = open("load_balancer")) {
      machine.update("backends", u32(slotOf(frame)), hex("c6336407 0200c6336499 0000"));
      SampleMachine.Result result = machine.run(frame);
      assertEquals(TX, result.retval());
      assertArrayEquals(wanted, result.packet());
    }
  }

  /** RFC 768: no checksum stays no checksum. */
  @ParameterizedTest
  @ValueSource(strings = {"udp_no_checksum"})
  default void absentChecksumStaysAbsent(String packet) {
    try (SampleMachine machine = open("load_balancer")) {
      SampleMachine.Result result = machine.run(packet(packet));
      assertEquals(TX, result.retval());
      assertEquals(0, ByteBuffer.wrap(result.packet()).getShort(40));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"icmp_echo", "arp", "ipv6_tcp", "ipv4_fragment", "ipv4_options"})
  default void otherPacketsPassAsTheyAre(String packet) {
    try (SampleMachine machine = open("load_balancer")) {
      SampleMachine.Result result = machine.run(packet(packet));
      assertEquals(PASS, result.retval());
      assertArrayEquals(packet(packet), result.packet());
    }
  }

  private static byte[] rewritten(byte[] frame, byte[] macStart, int address, int macEnd) {
    ByteBuffer bytes = ByteBuffer.wrap(frame.clone());
    bytes.put(6, frame, 0, 6).put(0, macStart).put(5, (byte) macEnd).putInt(30, address);
    bytes.putShort(24, (short) 0);
    bytes.putShort(24, (short) ~ones(bytes, 14, 34, 0));
    int at = 34 + (frame[23] == 6 ? 16 : 6);
    bytes.putShort(at, (short) 0);
    int pseudo = ones(bytes, 26, 34, frame[23] + frame.length - 34);
    bytes.putShort(at, (short) ~ones(bytes, 34, frame.length, pseudo));
    return bytes.array();
  }

  /** One's complement sum of 16-bit words (RFC 1071). */
  private static int ones(ByteBuffer bytes, int start, int end, int sum) {
    for (int i = start; i < end; i++) {
      sum += (bytes.get(i) & 0xff) << ((i - start) % 2 == 0 ? 8 : 0);
      sum = sum > 0xffff ? sum - 0xffff : sum;
    }
    return sum;
  }

  private static int slotOf(byte[] frame) {
    ByteBuffer bytes = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
    int hash = mix(0x9e3779b9, bytes.getInt(26), bytes.getInt(30));
    return Integer.remainderUnsigned(mix(hash, bytes.getInt(34), frame[23]), 4);
  }

  /** The mixing step of Bob Jenkins's lookup3, in the public domain. */
  private static int mix(int hash, int first, int second) {
    int[] words = {first + hash, second + hash, hash};
    int[] rotations = {4, 6, 8, 16, 19, 4};
    for (int i = 0; i < rotations.length; i++) {
      int here = i % 3;
      int before = (i + 2) % 3;
      int after = (i + 1) % 3;
      words[here] = (words[here] - words[before]) ^ Integer.rotateLeft(words[before], rotations[i]);
      words[before] += words[after];
    }
    return words[2];
  }
}
