package dev.hugetext.loader.samples;

import static dev.hugetext.loader.samples.Sample.littleEndian;
import static dev.hugetext.loader.samples.Sample.packet;
import static dev.hugetext.loader.samples.Sample.u32;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** text_ratio.bpf.c: the same numbers, counted again from the packet. */
interface TextRatioContract extends SampleRunner {
  int ETHERNET_BYTES = 14;
  int MOST_BYTES = 64;

  /** The share of printable bytes decides; below a quarter the packet is dropped. */
  @ParameterizedTest
  @CsvSource({"tcp_http, 2", "tcp_binary, 1", "icmp_echo, 2", "udp_dns, 2", "arp, 1"})
  default void binaryIsDropped(String packet, int verdict) {
    byte[] frame = packet(packet);
    byte[] read =
        Arrays.copyOfRange(
            frame, ETHERNET_BYTES, Math.min(frame.length, ETHERNET_BYTES + MOST_BYTES));
    String text = new String(read, StandardCharsets.ISO_8859_1);
    long printable = text.chars().filter(c -> c >= ' ' && c <= '~').count();
    assertEquals(verdict, 4 * printable < read.length ? 1 : 2, "the packet is badly chosen");
    try (SampleMachine machine = open("text_ratio")) {
      SampleMachine.Result result = machine.run(frame);
      assertEquals(verdict, result.retval());
      assertArrayEquals(frame, result.packet());
      assertArrayEquals(counters(text), machine.lookup("text_rat.bss", u32(0)));
    }
  }

  @Test
  default void thresholdMayChangeWhileTheProgramRuns() {
    try (SampleMachine machine = open("text_ratio")) {
      assertEquals(1, machine.run(packet("tcp_binary")).retval());
      machine.update("text_rat.data", u32(0), u32(0));
      assertEquals(2, machine.run(packet("tcp_binary")).retval());
    }
  }

  /** A histogram of 256 numbers, then packets, then bytes: the order of the symbol table. */
  private static byte[] counters(String text) {
    ByteBuffer counters = littleEndian(258 * Long.BYTES);
    text.chars()
        .forEach(c -> counters.putLong(c * Long.BYTES, counters.getLong(c * Long.BYTES) + 1));
    counters.putLong(256 * Long.BYTES, 1).putLong(257 * Long.BYTES, text.length());
    return counters.array();
  }
}
