package dev.hugetext.loader.samples;

import static dev.hugetext.loader.samples.Sample.hex;
import static dev.hugetext.loader.samples.Sample.packet;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** atomic_counter.bpf.c: what each atomic operation leaves behind. */
interface AtomicContract extends SampleRunner {
  @Test
  default void everyOperationLeavesItsMark() {
    try (SampleMachine machine = open("atomic_counter")) {
      assertEquals(1, machine.run(packet("tcp_syn")).retval());
      assertEquals(2, machine.run(packet("udp_dns")).retval());
      assertEquals(3, machine.run(packet("tcp_syn")).retval());
      assertArrayEquals(
          hex(
              "0300000000000000 b300000000000000" // packets, 54 + 71 + 54 bytes
                  + "40000200" // TCP is 6, UDP 17
                  + "bffffdff"
                  + "01000000" // one odd length
                  + "36000000"
                  + "4700000000000000"),
          machine.lookup("shared", hex("00000000")));
    }
  }
}
