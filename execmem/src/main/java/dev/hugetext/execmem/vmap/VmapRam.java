package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.outcome.KernelBug;
import dev.hugetext.execmem.outcome.Warnings;
import dev.hugetext.execmem.sync.InitMm;
import dev.hugetext.x86.memory.PageSize;

/**
 * Short-lived mappings of frames that the caller has ({@code vm_map_ram}): up to 64 pages from
 * blocks of this CPU, more as an area without a vm. Thread safe.
 */
public final class VmapRam {
  private static final long PAGE = PageSize.KIB_4.bytes();

  private final VmapSpace space;
  private final KernelMappings mappings;
  private final Warnings warnings;

  /** Mappings of {@code mm} in {@code space}. */
  public VmapRam(InitMm mm, VmapSpace space) {
    this.space = space;
    mappings = space.mappings();
    warnings = mm.warnings();
  }

  /**
   * {@code vm_map_ram}: maps frames, readable and writable, at consecutive addresses.
   *
   * @param frames physical addresses, at least one
   * @return the first address, or 0 where space or frames for tables are out
   */
  public long map(long[] frames) {
    int count = frames.length;
    long address = count <= VmapBlocks.MAX_PAGES ? take(VmapBlocks.rounded(count)) : area(count);
    if (address == 0) {
      return 0;
    }
    if (mappings.map(address, frames, count, PageSize.KIB_4, KernelMappings.DATA) < count) {
      unmap(address, count);
      return 0;
    }
    return address;
  }

  private long take(int pages) {
    VmapBlocks blocks = space.blocks();
    long address = blocks.take(pages);
    if (address != 0) {
      return address;
    }
    long bytes = blocks.blockBytes();
    return switch (space.allocate(bytes, bytes, space.vmallocRange())) {
      case VmapOutcome.Refused refused -> 0;
      case VmapOutcome.Allocated(VmapArea area) -> blocks.addAndTake(area.start(), pages);
    };
  }

  private long area(int pages) {
    return switch (space.allocate(pages * PAGE, PAGE, space.vmallocRange())) {
      case VmapOutcome.Refused refused -> 0;
      case VmapOutcome.Allocated(VmapArea area) -> area.start();
    };
  }

  /**
   * {@code vm_unmap_ram}: unmaps; nothing is flushed yet.
   *
   * @param count what was mapped there, in pages
   * @throws KernelBug if that cannot be such a mapping
   */
  public void unmap(long address, int count) {
    if (count < 1
        || !PageSize.KIB_4.isAligned(address)
        || !space.vmallocRange().contains(address)) {
      throw new KernelBug("vm_unmap_ram of %d pages at 0x%x".formatted(count, address));
    }
    if (count <= VmapBlocks.MAX_PAGES) {
      unmapInBlock(address, VmapBlocks.rounded(count));
      return;
    }
    VmapArea area = space.unlink(address);
    if (area == null) {
      warnings.warnOnce(
          Warnings.Site.VM_UNMAP_RAM_NONEXISTENT, "%d pages at 0x%x".formatted(count, address));
      return;
    }
    mappings.unmap(area.start(), area.end());
    space.freeLazily(area);
  }

  private void unmapInBlock(long address, int pages) {
    VmapBlock block = space.blocks().containing(address);
    if (block == null) {
      throw new KernelBug("vm_unmap_ram: no block at 0x%x".formatted(address));
    }
    mappings.unmap(address, address + pages * PAGE);
    if (block.giveBack(address, pages)) {
      space.blocks().remove(block);
      space.freeBlock(block);
    }
  }
}
