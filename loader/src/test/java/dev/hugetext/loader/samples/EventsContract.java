package dev.hugetext.loader.samples;

import static dev.hugetext.loader.samples.Sample.hex;
import static dev.hugetext.loader.samples.Sample.packet;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** ring_events.bpf.c: one record for each opened connection, in order. */
interface EventsContract extends SampleRunner {
  @Test
  default void connectionsAreTold() {
    try (SampleMachine machine = open("ring_events")) {
      for (String packet : new String[] {"tcp_syn", "udp_dns", "tcp_http", "tcp_telnet"}) {
        assertEquals(0, machine.run(packet(packet)).retval());
      }
      List<byte[]> records = machine.records("events");
      assertEquals(2, records.size());
      byte[] first = records.getFirst();
      byte[] syn = packet("tcp_syn");
      assertEquals(80, first.length);
      assertArrayEquals(Arrays.copyOfRange(syn, 26, 34), Arrays.copyOf(first, 8));
      assertArrayEquals(hex("bb01"), Arrays.copyOfRange(first, 10, 12));
      assertArrayEquals(hex("36000000"), Arrays.copyOfRange(first, 12, 16));
      // a packet of 54 bytes has not the 64 that are asked for: none are copied
      assertArrayEquals(new byte[64], Arrays.copyOfRange(first, 16, 80));
      assertArrayEquals(hex("1700"), Arrays.copyOfRange(records.getLast(), 10, 12));
    }
  }

  @Test
  default void whatFindsNoRoomIsCounted() {
    try (SampleMachine machine = open("ring_events")) {
      for (int i = 0; i < 60; i++) {
        machine.run(packet("tcp_syn"));
      }
      List<byte[]> records = machine.records("events");
      assertEquals(46, records.size()); // of 88 bytes with their headers, in less than 4096
      assertArrayEquals(
          Sample.u64(60 - 46),
          machine.lookup(machine.contents().get(1).def().name(), hex("00000000")));
    }
  }
}
