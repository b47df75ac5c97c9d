package dev.hugetext.x86.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class FrameAllocatorTest {
  private static final long GIB = 1L << 30;

  @Test
  void gigabyteBlocksComeInAddressOrderUntilNoneIsLeft() {
    FrameAllocator allocator = new FrameAllocator(0, 64 * GIB >>> 12);
    for (long i = 0; i < 64; i++) {
      assertEquals(i * GIB, allocator.allocate(FrameAllocator.MAX_ORDER));
    }
    assertEquals(-1, allocator.allocate(0));
    assertEquals(0, allocator.freeBytes());
  }

  @Test
  void aDoubleFreeAndAWrongOrderAreRefused() {
    FrameAllocator allocator = new FrameAllocator(16, 1024);
    long block = allocator.allocate(3);
    assertThrows(IllegalArgumentException.class, () -> allocator.free(block, 2));
    assertThrows(IllegalArgumentException.class, () -> allocator.free(block + 4096, 0));
    assertThrows(IllegalArgumentException.class, () -> allocator.free(0, 0));
    allocator.free(block, 3);
    assertThrows(IllegalArgumentException.class, () -> allocator.free(block, 3));
    assertEquals(1024 * 4096, allocator.freeBytes());
  }

  @Test
  void accountsSayWhatTheMemoryIsFor() {
    FrameAllocator allocator = new FrameAllocator(0, 1024);
    FrameAccount text = allocator.openAccount("text");
    long huge = allocator.allocate(9, text);
    long other = allocator.allocate(0);
    assertEquals(2 << 20, text.bytes());
    assertEquals(4096, allocator.accounts().getFirst().bytes());
    allocator.splitToFrames(huge, 9);
    allocator.free(huge + 4096, 0);
    assertEquals((2 << 20) - 4096, text.bytes());
    allocator.free(other, 0);
    assertEquals(0, allocator.accounts().getFirst().bytes());
  }

  @Test
  void aReservedBlockIsNotAllocatedUntilItIsFreed() {
    FrameAllocator allocator = new FrameAllocator(0, 16 * 512);
    FrameAccount image = allocator.openAccount("image");
    assertEquals(true, allocator.reserve(6 << 20, 9, image));
    assertEquals(false, allocator.reserve(4 << 20, 10, image));
    assertEquals(false, allocator.reserve(6 << 20, 0, image));
    assertEquals(false, allocator.reserve(32 << 20, 0, image));
    assertEquals(2 << 20, image.bytes());
    assertEquals(30L << 20, allocator.freeBytes());
    assertEquals(4 << 20, allocator.allocate(9));
    assertEquals(0, allocator.allocate(9));
    assertEquals(2 << 20, allocator.allocate(9));
    assertEquals(8 << 20, allocator.allocate(9));
    allocator.free(6 << 20, 9);
    assertEquals(0, image.bytes());
    assertEquals(6 << 20, allocator.allocate(9));
  }
}
