package dev.hugetext.x86.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * A buddy allocator of physical frames: blocks of {@code 2^order} frames of 4 KiB, aligned to their
 * size, order 0 (4 KiB) to 18 (1 GiB).
 *
 * <p>Deterministic: takes the smallest free block that is large enough, of those the one with the
 * lowest address, and of a split block the lower half. A freed block is merged with its buddy as
 * far as possible at once. O(orders) steps an operation. Methods are atomic.
 */
public final class FrameAllocator {
  /** The order of the largest block: 1 GiB. */
  public static final int MAX_ORDER = PageSize.GIB_1.order();

  private static final int FRAME_SHIFT = PageSize.KIB_4.shift();

  private final long firstFrame;
  private final long frames;
  private final FrameSet[] free = new FrameSet[MAX_ORDER + 1];
  private final SparseBytes allocatedOrder; // order + 1 at the first frame of an allocated block
  private final SparseBytes accountOf; // account number, at the same index
  private final List<FrameAccount> accounts = new ArrayList<>();
  private long freeFrames;

  /**
   * An allocator of {@code frames} frames that are all free.
   *
   * @param firstFrame number of the first frame (its physical address / 4096)
   */
  public FrameAllocator(long firstFrame, long frames) {
    if (firstFrame < 0 || frames <= 0 || firstFrame + frames > (1L << 40)) {
      throw new IllegalArgumentException(
          "not a range of frames: first=0x%x count=0x%x".formatted(firstFrame, frames));
    }
    this.firstFrame = firstFrame;
    this.frames = frames;
    for (int order = 0; order <= MAX_ORDER; order++) {
      free[order] = new FrameSet(((firstFrame + frames) >>> order) + 1);
    }
    allocatedOrder = new SparseBytes(frames);
    accountOf = new SparseBytes(frames);
    accounts.add(new FrameAccount("other", 0));
    freeInitialRange();
    freeFrames = frames;
  }

  /** Cuts the range into the largest aligned blocks. */
  private void freeInitialRange() {
    long end = firstFrame + frames;
    for (long frame = firstFrame; frame < end; ) {
      int order = Math.min(MAX_ORDER, Long.numberOfTrailingZeros(frame));
      while (frame + (1L << order) > end) {
        order--;
      }
      free[order].add(frame >>> order);
      frame += 1L << order;
    }
  }

  /** A new account to allocate on; at most 127. */
  public synchronized FrameAccount openAccount(String name) {
    if (accounts.size() > Byte.MAX_VALUE) {
      throw new IllegalStateException("too many accounts: " + accounts);
    }
    FrameAccount account = new FrameAccount(name, accounts.size());
    accounts.add(account);
    return account;
  }

  /** All accounts; the first is that of allocations without one. */
  synchronized List<FrameAccount> accounts() {
    return List.copyOf(accounts);
  }

  /** As {@link #allocate(int, FrameAccount)}, on the account "other". */
  public long allocate(int order) {
    return allocate(order, accounts.getFirst());
  }

  /**
   * Takes {@code 2^order} frames; their contents are what they were.
   *
   * @return the physical address of the first byte, or -1 where no block is large enough
   */
  public synchronized long allocate(int order, FrameAccount account) {
    int from = checkOrder(order);
    while (from <= MAX_ORDER && free[from].first() < 0) {
      from++;
    }
    if (from > MAX_ORDER) {
      return -1;
    }
    long block = free[from].first();
    free[from].remove(block);
    while (from > order) {
      from--;
      block <<= 1;
      free[from].add(block + 1); // the upper half stays free
    }
    long frame = block << order;
    noteTaken(frame, order, account);
    return frame << FRAME_SHIFT;
  }

  private void noteTaken(long frame, int order, FrameAccount account) {
    freeFrames -= 1L << order;
    allocatedOrder.set(frame - firstFrame, (byte) (order + 1));
    accountOf.set(frame - firstFrame, (byte) account.number());
    account.add(1L << (order + FRAME_SHIFT));
  }

  /**
   * Gives a block back.
   *
   * @param physical what {@link #allocate} returned
   * @param order the order it was allocated with
   * @throws IllegalArgumentException if no such block is allocated, e.g. at a double free
   */
  public synchronized void free(long physical, int order) {
    long index = checkAllocated(physical, order);
    allocatedOrder.set(index, (byte) 0);
    accounts.get(accountOf.get(index)).add(-(1L << (order + FRAME_SHIFT)));
    freeFrames += 1L << order;
    merge(physical >>> (order + FRAME_SHIFT), order);
  }

  /** The index of the first frame of an allocated block. */
  private long checkAllocated(long physical, int order) {
    long index = (physical >>> FRAME_SHIFT) - firstFrame;
    if (index < 0
        || index >= frames
        || !PageSize.KIB_4.isAligned(physical)
        || allocatedOrder.get(index) != checkOrder(order) + 1) {
      throw new IllegalArgumentException(
          "no block of order %d is allocated at 0x%x".formatted(order, physical));
    }
    return index;
  }

  /**
   * Takes exactly this block, as firmware and boot loader do before the kernel allocates; to be
   * freed like an allocated one.
   *
   * @return false where some of it is not free; nothing is changed then
   */
  public synchronized boolean reserve(long physical, int order, FrameAccount account) {
    long frame = physical >>> FRAME_SHIFT;
    long index = frame - firstFrame;
    if ((frame >>> checkOrder(order)) << (order + FRAME_SHIFT) != physical) {
      throw new IllegalArgumentException(
          "0x%x is not aligned to a block of order %d".formatted(physical, order));
    }
    if (index < 0 || index >= frames) {
      return false;
    }
    int from = order;
    while (from <= MAX_ORDER && !free[from].contains(frame >>> from)) {
      from++;
    }
    if (from > MAX_ORDER) {
      return false;
    }
    free[from].remove(frame >>> from);
    while (from > order) {
      from--;
      free[from].add((frame >>> from) ^ 1); // the half without the block stays free
    }
    noteTaken(frame, order, account);
    return true;
  }

  private void merge(long freed, int freedOrder) {
    long block = freed;
    int order = freedOrder;
    while (order < MAX_ORDER && free[order].contains(block ^ 1)) {
      free[order].remove(block ^ 1);
      block >>>= 1;
      order++;
    }
    free[order].add(block);
  }

  /**
   * Makes single frames of an allocated block, each to be freed with order 0 (the kernel's {@code
   * split_page}); the account stays.
   */
  public synchronized void splitToFrames(long physical, int order) {
    long index = checkAllocated(physical, order);
    byte account = accountOf.get(index);
    for (long i = index; i < index + (1L << order); i++) {
      allocatedOrder.set(i, (byte) 1);
      accountOf.set(i, account);
    }
  }

  /** Bytes that are free now, in blocks of any order. */
  public synchronized long freeBytes() {
    return freeFrames << FRAME_SHIFT;
  }

  private static int checkOrder(int order) {
    if (order < 0 || order > MAX_ORDER) {
      throw new IllegalArgumentException("order %d is not in 0..%d".formatted(order, MAX_ORDER));
    }
    return order;
  }
}
