package dev.hugetext.execmem.layout;

/** A range of virtual addresses {@code [start, end)} in bytes, compared unsigned; may be empty. */
public record AddressRange(long start, long end) {
  public AddressRange {
    if (Long.compareUnsigned(start, end) > 0) {
      throw new IllegalArgumentException("start=0x%x above end=0x%x".formatted(start, end));
    }
  }

  /** The range of {@code bytes} from {@code start}. */
  public static AddressRange of(long start, long bytes) {
    return new AddressRange(start, start + bytes);
  }

  /** Length in bytes. */
  public long bytes() {
    return end - start;
  }

  public boolean isEmpty() {
    return start == end;
  }

  public boolean contains(long address) {
    return Long.compareUnsigned(address - start, bytes()) < 0;
  }

  /** Whether all of {@code other} lies inside. */
  public boolean encloses(AddressRange other) {
    return Long.compareUnsigned(start, other.start) <= 0
        && Long.compareUnsigned(other.end, end) <= 0;
  }

  public boolean overlaps(AddressRange other) {
    return Long.compareUnsigned(start, other.end) < 0 && Long.compareUnsigned(other.start, end) < 0;
  }

  @Override
  public String toString() {
    return "[0x%x, 0x%x)".formatted(start, end);
  }
}
