package dev.hugetext.execmem.vmap;

import org.jspecify.annotations.Nullable;

/**
 * One range of kernel virtual address space, {@code [start, end)} in bytes: free, busy or in the
 * hands of one thread ({@code struct vmap_area}).
 *
 * <p>An area is in at most one tree at a time; between trees it is in none and belongs to the
 * thread that took it out. Its bounds may change only through the tree that holds it, under that
 * tree's lock. {@link #vm()} is set for what {@code vmalloc} made; a busy area without it is a text
 * allocation (the only mark that the series has).
 */
public final class VmapArea {
  /** Of an area that belongs to the node of its address. */
  static final int NO_NODE = -1;

  private long start;
  private long end;
  private @Nullable VmStruct vm;
  private int node = NO_NODE;

  // The links of the one tree that holds this area; owned by AreaTree.
  VmapArea left = this;
  VmapArea right = this;
  VmapArea parent = this;
  boolean red;
  long subtreeMax;
  boolean linked;

  /**
   * An area in no tree.
   *
   * @throws IllegalArgumentException if it would be empty or wrap around
   */
  public VmapArea(long start, long end, @Nullable VmStruct vm) {
    if (Long.compareUnsigned(start, end) >= 0) {
      throw new IllegalArgumentException("empty area: start=0x%x end=0x%x".formatted(start, end));
    }
    this.start = start;
    this.end = end;
    this.vm = vm;
  }

  private VmapArea() {}

  /** The leaf of every path in one tree: black, without size. */
  static VmapArea nil() {
    return new VmapArea();
  }

  public long start() {
    return start;
  }

  public long end() {
    return end;
  }

  /** Length in bytes, unsigned. */
  public long size() {
    return end - start;
  }

  public @Nullable VmStruct vm() {
    return vm;
  }

  /** Takes the vm off: what was an ordinary vmalloc area becomes plain address space. */
  void detachVm() {
    vm = null;
  }

  void attachVm(VmStruct made) {
    vm = made;
  }

  /** The node that handed it out and gets it back, or {@link #NO_NODE}. */
  int node() {
    return node;
  }

  boolean hasNode() {
    return node != NO_NODE;
  }

  void setNode(int number) {
    node = number;
  }

  /** Whether {@code address} lies inside. */
  public boolean contains(long address) {
    return Long.compareUnsigned(address - start, size()) < 0;
  }

  void setBounds(long newStart, long newEnd) {
    start = newStart;
    end = newEnd;
  }

  @Override
  public String toString() {
    return "[0x%x, 0x%x)".formatted(start, end);
  }
}
