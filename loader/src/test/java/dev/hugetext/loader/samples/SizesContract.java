package dev.hugetext.loader.samples;

import static dev.hugetext.loader.samples.Sample.context;
import static dev.hugetext.loader.samples.Sample.u32;
import static dev.hugetext.loader.samples.Sample.u64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** probe_sizes.bpf.c: a histogram by powers of two, and the largest size with its caller. */
interface SizesContract extends SampleRunner {
  @Test
  default void sizesAreCounted() {
    try (SampleMachine machine = open("probe_sizes")) {
      assertEquals(0, machine.runOn(context("kmalloc_entry")).retval());
      machine.runOn(context("kmalloc_large"));
      machine.runOn(context("kmalloc_entry"));
      assertArrayEquals(u64(2), machine.lookup("sizes", u32(11)));
      assertArrayEquals(u64(1), machine.lookup("sizes", u32(20)));
      String globals = machine.contents().get(1).def().name();
      assertArrayEquals(u64(1 << 20, 0xffff_ffff_8123_4567L), machine.lookup(globals, u32(0)));
    }
  }
}
