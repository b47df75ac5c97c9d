package dev.hugetext.x86.memory;

import static dev.hugetext.x86.memory.HostMemory.ALL;

import java.util.Objects;

/**
 * The machine's RAM: one sparse reservation of host address space, physical address 0 first.
 *
 * <p>A frame (4 KiB) that was only ever filled with 0x00 or 0xCC is kept as a note and costs no
 * host memory. In others, lines that were filled with 0xCC are notes, too, until the frame is
 * <em>materialised</em>, for good: code that goes to {@link #hostAddress} itself must have called
 * {@link #materialise} for the frame before, because a note is not in the host's memory. Little
 * endian. Threads may share it as they share real memory.
 */
public final class PhysicalMemory implements AutoCloseable {
  private static final int FRAME_SHIFT = PageSize.KIB_4.shift();
  private static final int FRAME = (int) PageSize.KIB_4.bytes();

  private final Reservation reservation;
  private final long base;
  private final long size;
  private final LazyFrames frames;

  private PhysicalMemory(Reservation reservation, long size) {
    this.reservation = reservation;
    this.base = reservation.base();
    this.size = size;
    this.frames = new LazyFrames(base, size / FRAME);
  }

  /**
   * A machine's memory, all zero.
   *
   * @param bytes whole frames, at least one
   */
  public static PhysicalMemory reserve(long bytes) {
    return over(bytes, Reservation.of(checkSize(bytes)));
  }

  /** As {@link #reserve}, but by the means that every host has: for its test. */
  static PhysicalMemory reserveInFile(long bytes) {
    return over(bytes, SparseFile.reserve(checkSize(bytes)));
  }

  private static long checkSize(long bytes) {
    if (bytes <= 0 || bytes % FRAME != 0) {
      throw new IllegalArgumentException("not whole frames: 0x%x bytes".formatted(bytes));
    }
    return bytes;
  }

  private static PhysicalMemory over(long bytes, Reservation reservation) {
    return new PhysicalMemory(reservation, bytes);
  }

  /** The number of bytes; physical addresses are below it. */
  public long size() {
    return size;
  }

  /** Where the byte at {@code physical} is (or will be, once materialised) in the host. */
  public long hostAddress(long physical) {
    check(physical, 1);
    return base + physical;
  }

  /** Bytes of host memory that the frames written so far stand for. */
  long residentBytes() {
    return frames.resident() * FRAME;
  }

  /** Whether the frame that holds {@code physical} has its contents in host memory. */
  boolean isMaterialised(long physical) {
    check(physical, 1);
    return frames.isMaterialised(physical >>> FRAME_SHIFT);
  }

  /** Puts every frame that overlaps the range into host memory. */
  public void materialise(long physical, long length) {
    check(physical, length);
    for (long at = physical & -FRAME; at < physical + length; at += FRAME) {
      frames.materialise(at >>> FRAME_SHIFT);
    }
  }

  /**
   * The host address for reading; only a frame whose notes are not what the host has is written.
   */
  private long readable(long physical, int n) {
    check(physical, n);
    if (!frames.isInHost(physical >>> FRAME_SHIFT)
        || !frames.isInHost((physical + n - 1) >>> FRAME_SHIFT)) {
      materialise(physical, n);
    }
    return base + physical;
  }

  private long writable(long physical, int n) {
    check(physical, n);
    frames.materialise(physical >>> FRAME_SHIFT);
    frames.materialise((physical + n - 1) >>> FRAME_SHIFT);
    return base + physical;
  }

  private void check(long physical, long length) {
    if (physical < 0 || length < 0 || physical > size - length) {
      throw new IndexOutOfBoundsException(
          "physical 0x%x+0x%x is outside 0x%x bytes of memory".formatted(physical, length, size));
    }
  }

  /** The byte at a physical address, sign-extended by Java's {@code byte}. */
  public byte getByte(long physical) {
    check(physical, 1);
    return frames.get(physical >>> FRAME_SHIFT, (int) (physical % FRAME));
  }

  /** The two bytes at a physical address, little endian. */
  public short getShort(long physical) {
    return ALL.get(HostMemory.SHORT, readable(physical, Short.BYTES));
  }

  /** The four bytes at a physical address, little endian. */
  public int getInt(long physical) {
    return ALL.get(HostMemory.INT, readable(physical, Integer.BYTES));
  }

  /** The eight bytes at a physical address, little endian. */
  public long getLong(long physical) {
    return ALL.get(HostMemory.LONG, readable(physical, Long.BYTES));
  }

  /** Stores one byte. */
  public void putByte(long physical, byte value) {
    ALL.set(HostMemory.BYTE, writable(physical, Byte.BYTES), value);
  }

  /** Stores two bytes, little endian. */
  public void putShort(long physical, short value) {
    ALL.set(HostMemory.SHORT, writable(physical, Short.BYTES), value);
  }

  /** Stores four bytes, little endian. */
  public void putInt(long physical, int value) {
    ALL.set(HostMemory.INT, writable(physical, Integer.BYTES), value);
  }

  /** Stores eight bytes, little endian. */
  public void putLong(long physical, long value) {
    ALL.set(HostMemory.LONG, writable(physical, Long.BYTES), value);
  }

  /**
   * The eight bytes at an aligned address, in one access; who sees what another thread stored sees
   * also what that stored before, as x86 has it.
   */
  public long getAlignedLong(long physical) {
    check(physical, Long.BYTES);
    if (!frames.isInHost(physical >>> FRAME_SHIFT)) {
      frames.materialise(physical >>> FRAME_SHIFT);
    }
    return (long) HostMemory.ATOMIC_LONG.getAcquire(ALL, base + physical);
  }

  /** Stores eight bytes at an aligned address, in one access, after all that was stored before. */
  public void putAlignedLong(long physical, long value) {
    check(physical, Long.BYTES);
    frames.materialise(physical >>> FRAME_SHIFT);
    HostMemory.ATOMIC_LONG.setRelease(ALL, base + physical, value);
  }

  /**
   * Replaces eight bytes at an aligned address if they still are what the caller read.
   *
   * @return whether they were
   */
  public boolean compareAndSetLong(long physical, long expected, long value) {
    long host = writable(physical, Long.BYTES);
    return HostMemory.ATOMIC_LONG.compareAndSet(ALL, host, expected, value);
  }

  /** Copies {@code length} bytes from a physical address into an array. */
  public void read(long physical, byte[] target, int offset, int length) {
    check(physical, length);
    Objects.checkFromIndexSize(offset, length, target.length);
    for (int done = 0; done < length; ) {
      long at = physical + done;
      int from = (int) (at % FRAME);
      int part = Math.min(length - done, FRAME - from);
      frames.read(at >>> FRAME_SHIFT, from, part, target, offset + done);
      done += part;
    }
  }

  /** Copies {@code length} bytes from an array to a physical address. */
  public void write(long physical, byte[] source, int offset, int length) {
    check(physical, length);
    Objects.checkFromIndexSize(offset, length, source.length);
    for (int done = 0; done < length; ) {
      long at = physical + done;
      int from = (int) (at % FRAME);
      int part = Math.min(length - done, FRAME - from);
      frames.write(at >>> FRAME_SHIFT, from, from + part, source, offset + done);
      done += part;
    }
  }

  /**
   * Sets every byte of a range to {@code value}. Lines of 0xCC, and whole frames of 0x00 or 0xCC,
   * are only noted where the frame is not materialised: filling a gigabyte of untouched memory with
   * either costs no host memory, and freed text no miss of the host's caches.
   *
   * @param value the byte, in its low eight bits
   */
  public void fill(long physical, long length, int value) {
    check(physical, length);
    for (long at = physical; at < physical + length; ) {
      int from = (int) (at % FRAME);
      int to = (int) Math.min(physical + length - at + from, FRAME);
      frames.fill(at >>> FRAME_SHIFT, from, to, (byte) value);
      at += to - from;
    }
  }

  /** Gives the host memory back; the machine must not run afterwards. */
  @Override
  public void close() {
    reservation.close();
  }
}
