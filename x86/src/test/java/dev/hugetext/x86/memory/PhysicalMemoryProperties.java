package dev.hugetext.x86.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Memory with its notes against a plain array of bytes. */
class PhysicalMemoryProperties {
  private static final int BYTES = 4 * 4096;

  /** Whatever was filled, written and put there, in whatever pieces, it reads as an array does. */
  @Property(tries = 150)
  void itReadsAsAnArray(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] array = new byte[BYTES];
    try (PhysicalMemory memory = PhysicalMemory.reserve(BYTES)) {
      for (int step = 0; step < 300; step++) {
        int granule = random.nextBoolean() ? 64 : random.nextInt(8) == 0 ? 4096 : 1;
        int from = random.nextInt(BYTES / granule) * granule;
        int length = Math.min(BYTES - from, (1 + random.nextInt(6)) * granule);
        change(memory, array, from, length, random);
        byte[] read = new byte[BYTES];
        int start = random.nextInt(BYTES);
        memory.read(start, read, start, BYTES - start);
        assertArrayEquals(
            Arrays.copyOfRange(array, start, BYTES), Arrays.copyOfRange(read, start, BYTES));
        assertEquals(array[from], memory.getByte(from));
      }
      memory.materialise(0, BYTES);
      for (int i = 0; i < BYTES; i++) {
        assertEquals(array[i], HostMemory.ALL.get(HostMemory.BYTE, memory.hostAddress(i)));
      }
    }
  }

  private static void change(
      PhysicalMemory memory, byte[] array, int from, int length, Random random) {
    ByteBuffer view = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    int aligned = from & -8;
    int what = random.nextInt(200);
    switch (what < 3 ? what : what % 13 + 3) { // materialises seldom
      case 0 -> {
        memory.putByte(from, (byte) 0x90);
        array[from] = (byte) 0x90;
      }
      case 1 -> {
        assertEquals(view.getLong(aligned), memory.getAlignedLong(aligned));
        memory.putAlignedLong(aligned, 0x0102_0304_0506_0708L);
        view.putLong(aligned, 0x0102_0304_0506_0708L);
      }
      case 2 -> assertEquals(view.getInt(aligned), memory.getInt(aligned));
      case 3, 4, 5 -> {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        memory.write(from, bytes, 0, length);
        System.arraycopy(bytes, 0, array, from, length);
      }
      case 6, 7 -> {
        int value = random.nextInt(3) * 0x55;
        memory.fill(from, length, value);
        Arrays.fill(array, from, from + length, (byte) value);
      }
      default -> {
        memory.fill(from, length, 0xCC);
        Arrays.fill(array, from, from + length, (byte) 0xCC);
      }
    }
  }

  /** What is only ever filled with int3, written in bulk and filled again, stays in pieces. */
  @Property(tries = 50)
  void fillingAgainWritesNothingToTheHost(@ForAll long seed) {
    Random random = new Random(seed);
    try (PhysicalMemory memory = PhysicalMemory.reserve(BYTES)) {
      int from = 64 * random.nextInt(64);
      byte[] bytes = new byte[64];
      random.nextBytes(bytes);
      memory.write(from, bytes, 0, 64);
      memory.fill(from, 64, 0xCC);
      byte[] host = new byte[64];
      for (int i = 0; i < 64; i++) {
        host[i] = HostMemory.ALL.get(HostMemory.BYTE, memory.hostAddress(from + i));
      }
      assertArrayEquals(bytes, host);
      assertEquals((byte) 0xCC, memory.getByte(from));
      assertEquals(4096, memory.residentBytes());
    }
  }
}
