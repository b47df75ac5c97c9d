package dev.hugetext.x86.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The host's whole address space as one segment, and the guest's (little-endian, unaligned) layouts
 * over it.
 *
 * <p>A static final unbounded segment lets the compiler drop every bounds check: a load is one
 * machine instruction. So an address must have been checked before: it comes from {@link
 * PhysicalMemory#hostAddress} and stays inside the frame.
 */
public final class HostMemory {
  /** Every host address is an offset into it. */
  @SuppressWarnings("restricted") // the addresses are checked by PhysicalMemory
  public static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  /** One byte. */
  public static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

  /** Two bytes, little endian, at any address. */
  public static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Four bytes, little endian, at any address. */
  public static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Eight bytes, little endian, at any address. */
  public static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Four bytes at an aligned address, with the atomic access modes; coordinates: ALL, address. */
  public static final VarHandle ATOMIC_INT =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

  /** Eight bytes at an aligned address, with the atomic access modes; coordinates: ALL, address. */
  public static final VarHandle ATOMIC_LONG =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

  private HostMemory() {}
}
