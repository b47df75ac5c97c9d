package dev.hugetext.execmem.vmap;

import dev.hugetext.x86.memory.PageSize;
import java.util.Arrays;

/**
 * What is mapped at a busy area ({@code struct vm_struct}). Immutable; a change makes a new one.
 *
 * <p>Sizes in bytes. A guard page is not counted.
 */
public final class VmStruct {
  private final long address;
  private final long size;
  private final PageSize pageSize;
  private final long[] frames;
  private final Kind kind;
  private final long requested;
  private final boolean flushReset;

  /** Whose the frames are. */
  enum Kind {
    /** {@code vmalloc} took them, and frees them with the area. */
    VMALLOC,
    /** The caller of {@code vmap} keeps them. */
    VMAP,
    /** A chunk of per-CPU memory; who allocates that knows the frames. */
    PERCPU
  }

  /** {@code frames} are physical addresses, in order, and not copied. */
  VmStruct(long address, PageSize pageSize, long[] frames, Kind kind) {
    long size = frames.length * pageSize.bytes();
    this(address, size, pageSize, frames, kind, size, false);
  }

  /** Room for per-CPU memory. */
  static VmStruct ofPercpu(long address, long size) {
    return new VmStruct(address, size, PageSize.KIB_4, new long[0], Kind.PERCPU, size, false);
  }

  private VmStruct(
      long address,
      long size,
      PageSize pageSize,
      long[] frames,
      Kind kind,
      long requested,
      boolean flushReset) {
    if (size <= 0) {
      throw new IllegalArgumentException("nothing is mapped at 0x%x".formatted(address));
    }
    this.address = address;
    this.size = size;
    this.pageSize = pageSize;
    this.frames = frames;
    this.kind = kind;
    this.requested = requested;
    this.flushReset = flushReset;
  }

  /** The same, to be freed with the direct map reset. */
  VmStruct withFlushResetPerms() {
    return new VmStruct(address, size, pageSize, frames, kind, requested, true);
  }

  /** The same, of which so many bytes were asked for. */
  VmStruct withRequested(long bytes) {
    return new VmStruct(address, size, pageSize, frames, kind, bytes, flushReset);
  }

  /** The same with only its first pages. */
  VmStruct withPages(int pages) {
    long[] kept = Arrays.copyOf(frames, pages);
    long bytes = pages * pageSize.bytes();
    return new VmStruct(address, bytes, pageSize, kept, kind, requested, flushReset);
  }

  /** Bytes that the caller asked for, at most {@link #size}. */
  public long requested() {
    return requested;
  }

  /** First byte. */
  public long address() {
    return address;
  }

  /** Bytes that are mapped, a multiple of the page size. */
  public long size() {
    return size;
  }

  /** First byte after what is mapped. */
  public long end() {
    return address + size;
  }

  /** Size of the pages it was mapped by. */
  public PageSize pageSize() {
    return pageSize;
  }

  /** Number of 4 KiB pages, as {@code set_memory_*} counts. */
  public long smallPages() {
    return size / PageSize.KIB_4.bytes();
  }

  /** How many pages of {@link #pageSize} are mapped. */
  public int pages() {
    return frames.length;
  }

  /** Physical address of a page, by its number from 0. */
  public long frame(int page) {
    return frames[page];
  }

  /** All of them, not to be changed. */
  long[] frames() {
    return frames;
  }

  Kind kind() {
    return kind;
  }

  /**
   * Whether freeing it first resets the direct map, because protections of its frames were changed.
   */
  public boolean flushResetPerms() {
    return flushReset;
  }

  @Override
  public String toString() {
    return "%s of %s pages [0x%x, 0x%x)".formatted(kind, pageSize, address, end());
  }
}
