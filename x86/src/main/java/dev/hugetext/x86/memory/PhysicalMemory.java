package dev.hugetext.x86.memory;

import static dev.hugetext.x86.memory.HostMemory.ALL;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The machine's RAM: one sparse reservation of host address space, physical address 0 first.
 *
 * <p>A frame (4 KiB) that was only ever filled with 0x00 or 0xCC is kept as a note and costs no
 * host memory; any other write <em>materialises</em> it. Code that goes to {@link #hostAddress}
 * itself must have called {@link #materialise} for the frame before, because a note is not in the
 * host's memory. Little endian. Threads may share it as they share real memory.
 */
public final class PhysicalMemory implements AutoCloseable {
  private static final int FRAME_SHIFT = PageSize.KIB_4.shift();
  private static final int FRAME = (int) PageSize.KIB_4.bytes();
  private static final int INT3 = 0xCC;

  /** Reads as zero and has no host memory. Must be 0: it is the state of every frame at first. */
  private static final byte ZERO = 0;

  private static final byte MATERIALISED = 1;

  /** Reads as 0xCC, the filling of text pages, and has no host memory. */
  private static final byte FILLED_INT3 = 2;

  private final Reservation reservation;
  private final long base;
  private final long size;
  private final SparseBytes states;
  private final AtomicLong materialisedFrames = new AtomicLong();

  private PhysicalMemory(Reservation reservation, long size) {
    this.reservation = reservation;
    this.base = reservation.base();
    this.size = size;
    this.states = new SparseBytes(size / FRAME);
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
    return materialisedFrames.get() * FRAME;
  }

  /** Whether the frame that holds {@code physical} has its contents in host memory. */
  boolean isMaterialised(long physical) {
    check(physical, 1);
    return states.get(physical >>> FRAME_SHIFT) == MATERIALISED;
  }

  /** Puts every frame that overlaps the range into host memory. */
  public void materialise(long physical, long length) {
    check(physical, length);
    for (long at = physical & -FRAME; at < physical + length; at += FRAME) {
      materialiseFrame(at >>> FRAME_SHIFT);
    }
  }

  private void materialiseFrame(long frame) {
    if (states.get(frame) == MATERIALISED) {
      return;
    }
    synchronized (states) {
      byte state = states.get(frame);
      if (state == MATERIALISED) {
        return;
      }
      if (state == FILLED_INT3) {
        ALL.asSlice(base + frame * FRAME, FRAME).fill((byte) INT3);
      }
      states.set(frame, MATERIALISED);
      materialisedFrames.incrementAndGet();
    }
  }

  /** The host address for reading; only a frame whose note is not what the host has is written. */
  private long readable(long physical, int n) {
    check(physical, n);
    if (states.get(physical >>> FRAME_SHIFT) == FILLED_INT3
        || states.get((physical + n - 1) >>> FRAME_SHIFT) == FILLED_INT3) {
      materialise(physical, n);
    }
    return base + physical;
  }

  private long writable(long physical, int n) {
    check(physical, n);
    materialiseFrame(physical >>> FRAME_SHIFT);
    materialiseFrame((physical + n - 1) >>> FRAME_SHIFT);
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
    return states.get(physical >>> FRAME_SHIFT) == FILLED_INT3
        ? (byte) INT3
        : ALL.get(HostMemory.BYTE, base + physical);
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
    if (states.get(physical >>> FRAME_SHIFT) == FILLED_INT3) {
      materialiseFrame(physical >>> FRAME_SHIFT);
    }
    return (long) HostMemory.ATOMIC_LONG.getAcquire(ALL, base + physical);
  }

  /** Stores eight bytes at an aligned address, in one access, after all that was stored before. */
  public void putAlignedLong(long physical, long value) {
    check(physical, Long.BYTES);
    materialiseFrame(physical >>> FRAME_SHIFT);
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
      int part = Math.min(length - done, FRAME - (int) (at % FRAME));
      if (states.get(at >>> FRAME_SHIFT) == FILLED_INT3) {
        Arrays.fill(target, offset + done, offset + done + part, (byte) INT3);
      } else {
        MemorySegment.copy(ALL, ValueLayout.JAVA_BYTE, base + at, target, offset + done, part);
      }
      done += part;
    }
  }

  /** Copies {@code length} bytes from an array to a physical address. */
  public void write(long physical, byte[] source, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, source.length);
    materialise(physical, length);
    MemorySegment.copy(source, offset, ALL, ValueLayout.JAVA_BYTE, base + physical, length);
  }

  /**
   * Sets every byte of a range to {@code value}. Whole frames that are not materialised stay so for
   * 0x00 and 0xCC: filling a gigabyte of untouched memory with either costs no host memory.
   *
   * @param value the byte, in its low eight bits
   */
  public void fill(long physical, long length, int value) {
    check(physical, length);
    for (long at = physical; at < physical + length; ) {
      long part = Math.min(physical + length - at, FRAME - at % FRAME);
      if (part != FRAME || !note(at >>> FRAME_SHIFT, value & 0xFF)) {
        materialiseFrame(at >>> FRAME_SHIFT);
        ALL.asSlice(base + at, part).fill((byte) value);
      }
      at += part;
    }
  }

  /** Notes the filling of a whole frame; false where its bytes must be written instead. */
  private boolean note(long frame, int value) {
    if (value != 0 && value != INT3) {
      return false;
    }
    synchronized (states) {
      byte state = states.get(frame);
      if (state == MATERIALISED) {
        return false;
      }
      byte noted = value == 0 ? ZERO : FILLED_INT3;
      if (state != noted) {
        states.set(frame, noted);
      }
      return true;
    }
  }

  /** Gives the host memory back; the machine must not run afterwards. */
  @Override
  public void close() {
    reservation.close();
  }
}
