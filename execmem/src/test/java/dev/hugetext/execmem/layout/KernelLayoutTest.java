package dev.hugetext.execmem.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class KernelLayoutTest {
  private static final AddressRange MEMORY = AddressRange.of(0x7f00_0000_0000L, 4L << 30);
  private static final AddressRange VMALLOC = AddressRange.of(0x7e00_0000_0000L, 4L << 30);

  /** The ranges of Documentation/arch/x86/x86_64/mm.rst for 4-level paging. */
  @Test
  void linuxHasTheDocumentedRanges() {
    KernelLayout linux = KernelLayout.linux(7);
    assertEquals(0xffff888000000000L, linux.directMap().start());
    assertEquals(0xffffc87fffffffffL, linux.directMap().end() - 1);
    assertEquals(0xffffc90000000000L, linux.vmalloc().start());
    assertEquals(0xffffe8ffffffffffL, linux.vmalloc().end() - 1);
    assertEquals(0xffffffff80000000L, linux.image().start());
    assertEquals(0xffffffff9fffffffL, linux.image().end() - 1);
    assertEquals(0xffffffffa0000000L, linux.modules().start());
    assertEquals(0xfffffffffeffffffL, linux.modules().end() - 1);
    assertEquals(1520L << 20, linux.modules().bytes());
    assertEquals(0xffffffff81000000L, linux.textStart());
    assertEquals(0x1000000L, linux.physicalOfText(linux.textStart()));
  }

  @Test
  void hostedAddressesAreHostAddresses() {
    AddressRange text = AddressRange.of(0x4000_0000L, 512L << 20);
    KernelLayout hosted = KernelLayout.hosted(new HostReservation(MEMORY, VMALLOC, text), 1);
    assertEquals(MEMORY.start() + 0x1234, hosted.directMapAddress(0x1234));
    assertEquals(text.start(), hosted.textStart());
    assertEquals(text.end(), hosted.modules().end());
  }

  @Test
  void hostedTextMustBeInTheLowTwoGibibytes() {
    AddressRange high = AddressRange.of(0x7000_0000L, 512L << 20);
    assertThrows(IllegalArgumentException.class, () -> new HostReservation(MEMORY, VMALLOC, high));
  }
}
