package dev.hugetext.loader.samples;

import static dev.hugetext.loader.samples.Sample.context;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hugetext.loader.map.MapContents;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** trace_writes.bpf.c: calls and bytes by process and descriptor, with the process's name. */
interface WritesContract extends SampleRunner {
  @Test
  default void writesAddUpByDescriptor() {
    try (SampleMachine machine = open("trace_writes")) {
      machine.runOn(context("sys_enter_write"));
      machine.runOn(context("sys_enter_write"));
      machine.runOn(context("sys_enter_write_stderr"));
      List<MapContents.Element> writers = machine.contents().getFirst().elements();
      assertEquals(2, writers.size());
      assertEquals(2, number(writers.getFirst(), 0));
      assertEquals(1024, number(writers.getFirst(), 8));
      assertEquals(80, number(writers.getLast(), 8));
      String name = new String(writers.getFirst().value(), 16, 16, StandardCharsets.US_ASCII);
      assertEquals("hugetext", name.strip().replace("\0", ""));
    }
  }

  private static long number(MapContents.Element writer, int offset) {
    return ByteBuffer.wrap(writer.value()).order(ByteOrder.LITTLE_ENDIAN).getLong(offset);
  }
}
