package dev.hugetext.x86.memory;

/**
 * Memory by virtual address, for code outside the machine: walks the tables at every access,
 * ignores protection, touches no TLB, counts nothing.
 *
 * <p>Every method throws {@link GuestFault} at the first byte that is not mapped; bytes before it
 * may have been written. Little endian. Does not tell the machine that text was written.
 */
public final class GuestMemory {
  private final PhysicalMemory memory;
  private final PageTable table;

  /** The memory that {@code table} maps. */
  public GuestMemory(PhysicalMemory memory, PageTable table) {
    this.memory = memory;
    this.table = table;
  }

  /** The byte at {@code va}. */
  public byte getByte(long va) {
    return memory.getByte(physical(va, false));
  }

  /** The two bytes at {@code va}. */
  public short getShort(long va) {
    return (short) load(va, Short.BYTES);
  }

  /** The four bytes at {@code va}. */
  public int getInt(long va) {
    return (int) load(va, Integer.BYTES);
  }

  /** The eight bytes at {@code va}. */
  public long getLong(long va) {
    return load(va, Long.BYTES);
  }

  /** Stores one byte. */
  public void putByte(long va, byte value) {
    memory.putByte(physical(va, true), value);
  }

  /** Stores two bytes. */
  public void putShort(long va, short value) {
    store(va, value, Short.BYTES);
  }

  /** Stores four bytes. */
  public void putInt(long va, int value) {
    store(va, value, Integer.BYTES);
  }

  /** Stores eight bytes. */
  public void putLong(long va, long value) {
    store(va, value, Long.BYTES);
  }

  private long load(long va, int n) {
    if (crosses(va, n)) {
      long value = 0;
      for (int i = 0; i < n; i++) { // upwards: the first hole is the one to be named
        value |= (getByte(va + i) & 0xFFL) << (8 * i);
      }
      return value;
    }
    long pa = physical(va, false);
    return switch (n) {
      case Short.BYTES -> memory.getShort(pa);
      case Integer.BYTES -> memory.getInt(pa);
      default -> memory.getLong(pa);
    };
  }

  private void store(long va, long value, int n) {
    if (crosses(va, n)) {
      for (int i = 0; i < n; i++) {
        putByte(va + i, (byte) (value >>> (8 * i)));
      }
      return;
    }
    long pa = physical(va, true);
    switch (n) {
      case Short.BYTES -> memory.putShort(pa, (short) value);
      case Integer.BYTES -> memory.putInt(pa, (int) value);
      default -> memory.putLong(pa, value);
    }
  }

  private static boolean crosses(long va, int n) {
    return PageSize.KIB_4.offset(va) + n > PageSize.KIB_4.bytes();
  }

  /** Copies {@code length} bytes at {@code va} into an array. */
  public void read(long va, byte[] target, int offset, int length) {
    for (int done = 0; done < length; ) {
      int part = upToPageEnd(va + done, length - done);
      memory.read(physical(va + done, false), target, offset + done, part);
      done += part;
    }
  }

  /**
   * The {@code length} bytes at {@code va}.
   *
   * @throws IllegalArgumentException if the length is negative
   */
  public byte[] read(long va, int length) {
    if (length < 0) {
      throw new IllegalArgumentException("%d bytes at 0x%x".formatted(length, va));
    }
    byte[] bytes = new byte[length];
    read(va, bytes, 0, length);
    return bytes;
  }

  /** Copies {@code length} bytes of an array to {@code va}. */
  public void write(long va, byte[] source, int offset, int length) {
    for (int done = 0; done < length; ) {
      int part = upToPageEnd(va + done, length - done);
      memory.write(physical(va + done, true), source, offset + done, part);
      done += part;
    }
  }

  /** Copies a whole array to {@code va}. */
  public void write(long va, byte[] source) {
    write(va, source, 0, source.length);
  }

  /** Sets {@code length} bytes from {@code va} on to {@code value}. */
  public void fill(long va, long length, int value) {
    for (long done = 0; done < length; ) {
      long room = PageSize.KIB_4.bytes() - PageSize.KIB_4.offset(va + done);
      long part = Math.min(length - done, room);
      memory.fill(physical(va + done, true), part, value);
      done += part;
    }
  }

  private static int upToPageEnd(long va, int length) {
    return (int) Math.min(length, PageSize.KIB_4.bytes() - PageSize.KIB_4.offset(va));
  }

  private long physical(long va, boolean write) {
    long pa = table.translate(va);
    if (pa < 0) {
      throw new GuestFault(new PageFault(va, false, write, false));
    }
    return pa;
  }
}
