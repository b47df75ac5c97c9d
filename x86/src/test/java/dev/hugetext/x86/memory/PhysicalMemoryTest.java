package dev.hugetext.x86.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PhysicalMemoryTest {
  private static final long GIB = 1L << 30;

  @Test
  void aBigMachineCostsOnlyWhatWasWritten() {
    try (PhysicalMemory memory = PhysicalMemory.reserve(64 * GIB)) {
      assertEquals(0, memory.residentBytes());
      assertEquals(0, memory.getLong(64 * GIB - 8));
      memory.putByte(63 * GIB, (byte) 7);
      memory.putLong(5 * GIB - 4, 0x1122334455667788L); // two frames
      assertEquals(3 * 4096, memory.residentBytes());
      assertEquals(0x11223344, memory.getInt(5 * GIB));
      assertEquals((byte) 0x88, memory.getByte(5 * GIB - 4));
    }
  }

  @Test
  void fillingWithInt3CostsNothingUntilSomethingElseIsWritten() {
    try (PhysicalMemory memory = PhysicalMemory.reserve(GIB)) {
      memory.fill(4096, 2 << 20, 0xCC);
      assertEquals(0, memory.residentBytes());
      assertEquals((byte) 0xCC, memory.getByte(4096));
      assertEquals(0, memory.getByte(4095));
      byte[] bytes = new byte[4];
      memory.read(4094, bytes, 0, 4);
      assertArrayEquals(new byte[] {0, 0, (byte) 0xCC, (byte) 0xCC}, bytes);
      assertEquals(0, memory.residentBytes());
      memory.putByte(5000, (byte) 0x90);
      assertEquals(4096, memory.residentBytes());
      assertEquals(0xCC90CC, memory.getInt(4999) & 0xFFFFFF);
      memory.fill(8192, 4096, 0);
      assertEquals(4096, memory.residentBytes());
      assertEquals(0, memory.getByte(8192));
    }
  }

  @Test
  void materialisedFramesAreInTheHostsMemory() {
    try (PhysicalMemory memory = PhysicalMemory.reserve(1 << 20)) {
      memory.fill(0, 8192, 0xCC);
      assertFalse(memory.isMaterialised(4096));
      memory.materialise(4096, 1);
      assertTrue(memory.isMaterialised(4096));
      long host = memory.hostAddress(4096 + 17);
      assertEquals((byte) 0xCC, HostMemory.ALL.get(HostMemory.BYTE, host));
      memory.fill(4096, 4096, 0x55);
      assertEquals((byte) 0x55, HostMemory.ALL.get(HostMemory.BYTE, host));
      memory.fill(4096, 4096, 0);
      assertEquals((byte) 0, HostMemory.ALL.get(HostMemory.BYTE, host));
    }
  }

  @Test
  void theFileThatServesOtherHostsBehavesTheSame() {
    try (PhysicalMemory memory = PhysicalMemory.reserveInFile(64 * GIB)) {
      memory.fill(33 * GIB, 8192, 0xCC);
      memory.putLong(33 * GIB, -2);
      assertEquals(-2, memory.getLong(33 * GIB));
      assertEquals((byte) 0xCC, memory.getByte(33 * GIB + 8));
      assertEquals(0, memory.getByte(64 * GIB - 1));
      assertEquals(4096, memory.residentBytes());
    }
  }

  @Test
  void addressesOutsideAreRefused() {
    try (PhysicalMemory memory = PhysicalMemory.reserve(8192)) {
      assertThrows(IndexOutOfBoundsException.class, () -> memory.getLong(8185));
      assertThrows(IndexOutOfBoundsException.class, () -> memory.putByte(-1, (byte) 0));
      assertThrows(IndexOutOfBoundsException.class, () -> memory.fill(0, 8193, 0));
      assertThrows(IllegalArgumentException.class, () -> PhysicalMemory.reserve(100));
    }
  }
}
