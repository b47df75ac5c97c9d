package dev.hugetext.selftests.fuzz;

import dev.hugetext.bpf.interp.BpfMemory;
import dev.hugetext.bpf.interp.BpfMemoryFault;
import dev.hugetext.bpf.isa.MemSize;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/**
 * Regions of memory with nothing between them: an access that is not wholly inside one faults, so
 * that reaching one byte too far is noticed.
 */
final class GuardedMemory implements BpfMemory {
  private static final long GAP = 0x1000;

  private final TreeMap<Long, Region> regions = new TreeMap<>();
  private long next = 0x10_0000;

  private record Region(ByteBuffer bytes, boolean writable) {}

  /** A new region; returns its address. */
  long add(byte[] contents, boolean writable) {
    long address = reserve(contents.length);
    place(address, contents, writable);
    return address;
  }

  /** Addresses where nothing is yet. */
  long reserve(long bytes) {
    long address = next;
    next += (bytes + 2 * GAP - 1) / GAP * GAP;
    return address;
  }

  /** A region at a place in what was reserved; regions may touch, and are two all the same. */
  void place(long address, byte[] contents, boolean writable) {
    regions.put(
        address, new Region(ByteBuffer.wrap(contents).order(ByteOrder.LITTLE_ENDIAN), writable));
  }

  private Region region(long address, int size, boolean write) {
    Map.Entry<Long, Region> found = regions.floorEntry(address);
    if (found == null
        || address - found.getKey() + size > found.getValue().bytes().capacity()
        || (write && !found.getValue().writable())) {
      throw new BpfMemoryFault(address);
    }
    return found.getValue();
  }

  private int index(long address) {
    return (int) (address - regions.floorKey(address));
  }

  @Override
  public long load(long address, MemSize size) {
    ByteBuffer bytes = region(address, size.bytes(), false).bytes();
    int at = index(address);
    return switch (size) {
      case B -> bytes.get(at) & 0xffL;
      case H -> bytes.getShort(at) & 0xffffL;
      case W -> bytes.getInt(at) & 0xffff_ffffL;
      case DW -> bytes.getLong(at);
    };
  }

  @Override
  public void store(long address, MemSize size, long value) {
    ByteBuffer bytes = region(address, size.bytes(), true).bytes();
    int at = index(address);
    switch (size) {
      case B -> bytes.put(at, (byte) value);
      case H -> bytes.putShort(at, (short) value);
      case W -> bytes.putInt(at, (int) value);
      case DW -> bytes.putLong(at, value);
    }
  }

  /** Puts a number where the emulated kernel would. */
  void put(long address, MemSize size, long value) {
    store(address, size, value);
  }

  /** Touches bytes as a helper does that reads them. */
  long read(long address, long count) {
    long sum = 0;
    for (long i = 0; i < count; i++) {
      sum += load(address + i, MemSize.B);
    }
    return sum;
  }
}
