package dev.hugetext.x86.memory;

/** The three page sizes of x86-64 four-level paging (Intel SDM volume 3, 4.5). */
public enum PageSize {
  KIB_4(12),
  MIB_2(21),
  GIB_1(30);

  private final int shift;

  PageSize(int shift) {
    this.shift = shift;
  }

  /** The number of address bits inside a page: 12, 21 or 30. */
  public int shift() {
    return shift;
  }

  /** The size of a page in bytes. */
  public long bytes() {
    return 1L << shift;
  }

  /** The buddy order of a page, in frames of 4 KiB: 0, 9 or 18. */
  public int order() {
    return shift - KIB_4.shift;
  }

  /** Whether an address or a length, in bytes, is a whole number of pages of this size. */
  public boolean isAligned(long bytes) {
    return (bytes & (bytes() - 1)) == 0;
  }

  /** The start of the page of this size that holds {@code address}. */
  public long base(long address) {
    return address & -bytes();
  }

  /** The offset of {@code address} in its page of this size, in bytes. */
  public long offset(long address) {
    return address & (bytes() - 1);
  }

  /** The next smaller size; {@link #KIB_4} has none and is refused. */
  public PageSize smaller() {
    return switch (this) {
      case GIB_1 -> MIB_2;
      case MIB_2 -> KIB_4;
      case KIB_4 -> throw new IllegalStateException("no page is smaller than 4 KiB");
    };
  }
}
