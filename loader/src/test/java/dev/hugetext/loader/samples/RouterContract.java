package dev.hugetext.loader.samples;

import static dev.hugetext.loader.samples.Sample.hex;
import static dev.hugetext.loader.samples.Sample.packet;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** lpm_router.bpf.c: the longest prefix of the destination decides. */
interface RouterContract extends SampleRunner {
  private static byte[] to(String address) {
    byte[] packet = packet("tcp_syn");
    System.arraycopy(hex(address), 0, packet, 30, 4);
    return packet;
  }

  @ParameterizedTest
  @CsvSource({
    "0a010203, 4, 08000000 0a000000",
    "c0a80001, 2, ",
    "c0000301, 1, 10000000 c0000000",
    "c0000201, 4, 18000000 c0000200",
    "c0000250, 4, 20000000 c0000250",
    "c6336414, 4, 18000000 c6336400",
    "08080808, 2, "
  })
  default void longestPrefixWins(String destination, int verdict, String prefix) {
    try (SampleMachine machine = open("lpm_router")) {
      assertEquals(verdict, machine.run(to(destination)).retval());
      if (prefix != null) {
        assertArrayEquals(
            hex("01000000"), Arrays.copyOfRange(machine.lookup("routes", hex(prefix)), 4, 8));
      }
    }
  }

  @Test
  default void aRouteThatIsThereStays() {
    try (SampleMachine machine = open("lpm_router")) {
      machine.update("routes", hex("18000000 c6336400"), hex("00000000 00000000"));
      assertEquals(1, machine.run(to("c6336414")).retval());
    }
  }

  @Test
  default void othersPass() {
    try (SampleMachine machine = open("lpm_router")) {
      assertEquals(2, machine.run(packet("arp")).retval());
      assertEquals(2, machine.run(packet("truncated")).retval());
    }
  }
}
