package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.layout.KernelVersion;
import dev.hugetext.execmem.outcome.Errno;
import dev.hugetext.execmem.pageattr.VmUnmapAliases;
import dev.hugetext.execmem.sync.InitMm;
import dev.hugetext.execmem.sync.ThisCpu;
import dev.hugetext.execmem.sync.TlbFlush;
import dev.hugetext.x86.memory.PageSize;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All kernel virtual address space: what is free, what is busy, and what was freed but may still be
 * translated by some TLB.
 *
 * <p>Thread safe, with the kernel's locks: see the package. Freed space is not used again before
 * the purge that flushes it: when too much waits, when space runs out, and before protections
 * change.
 */
public final class VmapSpace implements VmUnmapAliases {
  private final AreaObjects objects = new AreaObjects();
  private final AddressRange vmallocRange;
  private final AddressRange textRange;
  private final ThisCpu cpu;
  private final TlbFlush flush;
  private final FreeSpace free = new FreeSpace();
  private final VmapNodes nodes;
  private final LazyPurge lazy;
  private final VmapBlocks blocks;
  private final KernelMappings mappings;

  /** The space of {@code mm}, all of it free, as this version organises it. */
  public VmapSpace(InitMm mm, KernelVersion version) {
    vmallocRange = mm.layout().vmalloc();
    textRange = mm.layout().text();
    cpu = mm.cpu();
    flush = mm.flush();
    nodes = new VmapNodes(version, cpu.count(), textRange);
    lazy = new LazyPurge(nodes, free, flush, cpu.count());
    blocks = new VmapBlocks(cpu, version.blocksLinger());
    mappings = new KernelMappings(mm);
  }

  /** Where {@code vmalloc} lies if not asked otherwise. */
  AddressRange vmallocRange() {
    return vmallocRange;
  }

  /** As {@link #allocate(long, long, AddressRange, boolean)}, where purging is allowed. */
  public VmapOutcome allocate(long size, long align, AddressRange range) {
    return allocate(size, align, range, true);
  }

  /**
   * {@code alloc_vmap_area}: takes the lowest place in {@code range}, or (since 6.9, of all of
   * vmalloc space) a pooled one of exactly this size.
   *
   * @param size bytes, whole pages
   * @param align a power of two
   * @param mayBlock whether, where nothing fits, freed space may be purged to try once more
   */
  public VmapOutcome allocate(long size, long align, AddressRange range, boolean mayBlock) {
    if (size == 0 || !PageSize.KIB_4.isAligned(size) || Long.bitCount(align) != 1) {
      return new VmapOutcome.Refused(Errno.EINVAL);
    }
    if (!objects.take()) {
      return new VmapOutcome.Refused(Errno.ENOMEM);
    }
    boolean fromNode = nodes.count() > 1 && range.equals(vmallocRange);
    int node = fromNode ? cpu.id() % nodes.count() : VmapArea.NO_NODE;
    VmapArea area = fromNode ? nodes.get(node).pools().take(size, align) : null;
    if (area == null) {
      long start = free.take(size, align, range);
      if (start == 0 && mayBlock) {
        purgeEverything();
        start = free.take(size, align, range);
      }
      if (start == 0) {
        return new VmapOutcome.Refused(Errno.EBUSY);
      }
      area = new VmapArea(start, start + size, null);
      area.setNode(node);
    }
    nodes.insert(area);
    return new VmapOutcome.Allocated(area);
  }

  /**
   * {@code pcpu_get_vm_areas}: busy areas at fixed distances, as high in vmalloc space as they fit,
   * without guard pages.
   *
   * @param offsets of each from their common base, in bytes
   * @param sizes of each, in bytes; they do not overlap
   * @param align of the base, a power of two
   * @return null where they fit nowhere, also after a purge
   */
  VmapArea @Nullable [] allocateCongruent(long[] offsets, long[] sizes, long align) {
    long base = free.takeCongruent(offsets, sizes, align, vmallocRange);
    if (base == 0) {
      purgeEverything();
      base = free.takeCongruent(offsets, sizes, align, vmallocRange);
    }
    if (base == 0) {
      return null;
    }
    VmapArea[] areas = new VmapArea[offsets.length];
    for (int i = 0; i < areas.length; i++) {
      areas[i] = new VmapArea(base + offsets[i], base + offsets[i] + sizes[i], null);
      nodes.insert(areas[i]);
    }
    return areas;
  }

  /** Makes all freed space free that can be: what the kernel does when space has run out. */
  private void purgeEverything() {
    lazy.exclusively(() -> {
      blocks.retireFragmented(true).forEach(this::freeBlock);
      lazy.purge(FlushRange.NONE, true);
    });
  }

  /** What writes page-table entries for areas of this space. */
  KernelMappings mappings() {
    return mappings;
  }

  /** The blocks of {@code vm_map_ram}. */
  VmapBlocks blocks() {
    return blocks;
  }

  /** Gives the space of a block back of which nothing is mapped. */
  void freeBlock(VmapBlock block) {
    VmapArea area = nodes.unlink(block.start(), false);
    if (area == null) {
      throw new IllegalStateException("no area of the block at 0x%x".formatted(block.start()));
    }
    lazy.add(area);
  }

  /** Where objects for areas come from. */
  public AreaObjects objects() {
    return objects;
  }

  /** Makes an area that is in no tree busy. */
  public void insert(VmapArea area) {
    nodes.insert(area);
  }

  /** The busy area that contains {@code address}, or null. */
  public @Nullable VmapArea find(long address) {
    return nodes.find(address);
  }

  /**
   * Makes a block of text busy: an area without vm, of which {@link #find} makes an object when
   * asked. {@link #unlinkText} takes it out again.
   */
  public void insertText(long start, long size) {
    if (textRange.contains(start)) {
      nodes.insertText(start, size);
    } else {
      nodes.insert(new VmapArea(start, start + size, null));
    }
  }

  /** Takes the block of text that contains {@code address} out of the busy tree; else null. */
  public @Nullable AddressRange unlinkText(long address) {
    return nodes.unlinkText(address);
  }

  /**
   * Takes the busy area that contains {@code address} out of the busy tree; null if none does, or
   * it is a block of text where such lie.
   */
  public @Nullable VmapArea unlink(long address) {
    return nodes.unlink(address, false);
  }

  /** As {@link #unlink}, but leaves alone what has no vm, as text allocations have not. */
  @Nullable VmapArea unlinkMapped(long address) {
    return nodes.unlink(address, true);
  }

  /**
   * Gives an area that is in no tree and unmapped back, to be used again after the next purge
   * ({@code free_vmap_area_noflush}); purges at once if more than {@link #lazyLimitPages} wait.
   */
  public void freeLazily(VmapArea area) {
    lazy.add(area);
  }

  @Override
  public void unmapAliases() {
    unmapAliases(FlushRange.NONE);
  }

  /** {@code _vm_unmap_aliases}: one flush over what waits, is dirty in blocks, and {@code also}. */
  void unmapAliases(FlushRange also) {
    lazy.exclusively(() -> {
      blocks.retireFragmented(false).forEach(this::freeBlock);
      FlushRange dirty = blocks.dirtyRange();
      FlushRange range = dirty.isEmpty() ? also : also.with(dirty.start(), dirty.end());
      if (!lazy.purge(range, false) && !range.isEmpty()) {
        flush.kernelRange(range.start(), range.end());
      }
    });
  }

  /** Pages of freed address space that wait for a purge, guard pages included. */
  public long lazyPages() {
    return lazy.lazyPages();
  }

  /** {@code lazy_max_pages}: how many may wait; one more, and all are purged. */
  public long lazyLimitPages() {
    return lazy.limitPages();
  }

  /** How many purges found freed space, hence flushed. */
  public long purges() {
    return lazy.purges();
  }

  /** The busy areas by rising address: a copy. */
  public List<VmapArea> busyAreas() {
    List<VmapArea> areas = new ArrayList<>();
    nodes.all().forEach(node -> node.forEachBusy(areas::add));
    areas.sort((a, b) -> Long.compareUnsigned(a.start(), b.start()));
    return areas;
  }

  /** As {@link #check(List, AddressRange)}, with nothing held and nothing foreign. */
  public void check() {
    check(List.of(), new AddressRange(0, 0));
  }

  /**
   * Requires the laws of the trees, and that free, busy, waiting and pooled areas, with {@code
   * held}, are all of address space, once. Nobody else may use it meanwhile.
   *
   * @param held what somebody took out of the busy tree and keeps
   * @param foreign a range of which busy areas came from elsewhere, as from the text tail
   * @throws IllegalStateException naming what breaks a law
   */
  public void check(List<AddressRange> held, AddressRange foreign) {
    new VmapCheck(free, nodes, lazy).check(held, foreign);
  }
}
