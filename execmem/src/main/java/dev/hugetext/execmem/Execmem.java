package dev.hugetext.execmem;

import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.layout.KernelAddresses;
import dev.hugetext.execmem.layout.Protection;
import dev.hugetext.execmem.outcome.Errno;
import dev.hugetext.execmem.outcome.KernelBug;
import dev.hugetext.execmem.outcome.Warnings;
import dev.hugetext.execmem.outcome.Warnings.Site;
import dev.hugetext.execmem.pageattr.PageAttributes;
import dev.hugetext.execmem.sync.SpinLock;
import dev.hugetext.execmem.vmap.FreeText;
import dev.hugetext.execmem.vmap.VmStruct;
import dev.hugetext.execmem.vmap.Vmalloc;
import dev.hugetext.execmem.vmap.VmallocRequest;
import dev.hugetext.execmem.vmap.VmapArea;
import dev.hugetext.execmem.vmap.VmapSpace;
import dev.hugetext.x86.memory.GuestMemory;
import dev.hugetext.x86.memory.PageSize;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code execmem_alloc}, {@code execmem_fill} and {@code execmem_free} of the patch series
 * "execmem_alloc for BPF programs" (Song Liu, November 2022), as of its fifth version.
 *
 * <p>Text comes out of regions of one 2 MiB page per online node that are read-only and executable
 * before anything is in them, by the lowest address in which a block fits; sizes are not rounded.
 * Freed text is overwritten with {@code int3} and joined with its neighbours; when a free makes all
 * of a region free, that region is given back, at most one each time. A text tail, once registered,
 * lies below all regions, so it is filled first.
 */
public final class Execmem implements TextAllocator {
  private final VmapSpace space;
  private final Vmalloc vmalloc;
  private final PageAttributes attributes;
  private final ArchText archText;
  private final KernelAddresses addresses;
  private final GuestMemory memory;
  private final Warnings warnings;
  private final AddressRange execRange;
  private final long regionUnit;

  private final SpinLock freeTextLock = new SpinLock();
  private final FreeText freeText;
  private final Set<ExecmemFault> faults;
  private final RegionList regions;
  private long smallPageRegions;
  private @Nullable AddressRange tail;

  /** An allocator without regions; the kernel's text tail, where it has one, is registered. */
  public Execmem(KernelMemory kernel) {
    this(kernel, EnumSet.noneOf(ExecmemFault.class));
  }

  /** One with these bugs. */
  public Execmem(KernelMemory kernel, Set<ExecmemFault> faults) {
    this.faults = Set.copyOf(faults);
    regions = new RegionList(faults.contains(ExecmemFault.UNLINK_KEEPS_REGION));
    space = kernel.vmapSpace();
    vmalloc = kernel.vmalloc();
    attributes = kernel.attributes();
    archText = new ArchText(kernel);
    addresses = kernel.addresses();
    memory = kernel.memory();
    warnings = kernel.warnings();
    execRange = kernel.layout().modules();
    freeText = new FreeText(kernel.layout().text());
    regionUnit = PageSize.MIB_2.bytes() * kernel.options().onlineNodes();
    kernel.textTail().ifPresent(this::registerTextTail);
  }

  @Override
  public String policyName() {
    return "execmem";
  }

  /**
   * {@code register_text_tail_vm}: hands the unused rest of the last page of static text to the
   * allocator, for good. A second tail is refused with a warning; an empty one is ignored.
   */
  void registerTextTail(AddressRange range) {
    freeTextLock.lock();
    try {
      if (tail != null) {
        warnings.warnOnce(Site.SECOND_TEXT_TAIL, range + " after " + tail);
        return;
      }
      if (!range.isEmpty()) {
        tail = range;
        addresses.registerTail(range);
        AddressRange _ = freeText.release(range);
      }
    } finally {
      freeTextLock.unlock();
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>A size of 0 is refused with 0 (the series would hand out a block that nothing could find
   * again).
   */
  @Override
  public long alloc(TextUser user, long size, long align) {
    TextAllocator.requireAlignment(align);
    if (size == 0 || !space.objects().take()) {
      return 0;
    }
    long start = takeFreeText(size, align);
    while (start == 0) {
      if (!addRegion(size)) {
        if (faults.contains(ExecmemFault.UNLOCK_NOT_HELD)) {
          warnings.warnOnce(Site.UNLOCK_NOT_HELD, "free_text_area_lock");
        }
        return 0;
      }
      start = takeFreeText(size, align); // another thread may have taken it: then once more
    }
    if (Errno.isError(start)) {
      return 0;
    }
    space.insertText(start, size);
    return start;
  }

  /** The lowest place that fits; 0 where none does, or -ENOMEM where no area can be split. */
  private long takeFreeText(long size, long align) {
    freeTextLock.lock();
    try {
      if (space.objects().isLimited() && splits(size, align) && !space.objects().take()) {
        return Errno.ENOMEM.negative();
      }
      return freeText.take(size, align);
    } finally {
      freeTextLock.unlock();
    }
  }

  /** Whether the block that would be taken has free text on both sides: then that is two areas. */
  private boolean splits(long size, long align) {
    long start = freeText.lowest(size, align);
    return freeText.toList().stream()
        .anyMatch(
            area -> area.contains(start) && start != area.start() && start + size != area.end());
  }

  private boolean addRegion(long size) {
    long bytes = Long.divideUnsigned(size + regionUnit - 1, regionUnit) * regionUnit;
    VmStruct region =
        vmalloc.allocate(
            new VmallocRequest(
                bytes, PageSize.MIB_2.bytes(), execRange, Protection.PAGE_KERNEL, true, false));
    if (region == null) {
      return false;
    }
    moveToFreeText(region);
    return true;
  }

  /** Makes ordinary vmalloc memory free text: zeroed while writable, then RO, then executable. */
  private void moveToFreeText(VmStruct region) {
    VmapArea area = space.unlink(region.address());
    if (area == null) {
      warnings.warnOnce(Site.REGION_NOT_BUSY, region.toString());
      return;
    }
    memory.fill(region.address(), region.size(), 0);
    int _ = attributes.setReadOnly(region.address(), region.smallPages());
    int _ = attributes.setExecutable(region.address(), region.smallPages());
    boolean unlocked = faults.contains(ExecmemFault.PUSH_WITHOUT_LOCK);
    if (unlocked) {
      regions.push(region);
    }
    freeTextLock.lock();
    try {
      if (!unlocked) {
        regions.push(region);
      }
      smallPageRegions += region.pageSize() == PageSize.MIB_2 ? 0 : 1;
      AddressRange _ = freeText.release(new AddressRange(area.start(), area.end()));
    } finally {
      freeTextLock.unlock();
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>The bytes must lie inside one allocation; {@code -EINVAL} otherwise, with a warning.
   */
  @Override
  public long fill(long dst, byte[] src) {
    VmapArea area = space.find(dst);
    if (area == null
        || area.vm() != null
        || Long.compareUnsigned(dst + src.length, area.end()) > 0) {
      warnings.warnOnce(
          Site.FILL_OUTSIDE_ALLOCATION, "%d bytes at 0x%x, in %s".formatted(src.length, dst, area));
      return Errno.EINVAL.negative();
    }
    return archText.copy(dst, src);
  }

  /**
   * {@inheritDoc}
   *
   * <p>An unknown address only warns. Of an address inside a block the whole block is freed, but
   * {@code int3} is written from that address on, over the block's length: what follows the block
   * is overwritten too, as in the series.
   */
  @Override
  public void free(long addr) {
    if (addr == 0) {
      return;
    }
    AddressRange text = space.unlinkText(addr);
    AddressRange area = text == null ? unlinkOther(addr) : text;
    if (area == null) {
      warnings.warnOnce(Site.FREE_UNKNOWN_ADDRESS, "0x%x".formatted(addr));
      return;
    }
    int _ = archText.invalidate(addr, area.bytes());
    VmapArea released = freeAndCarveRegion(area);
    if (released != null) {
      giveBack(released);
    }
  }

  /** Takes a busy area out of use that did not come from here; null if there is none. */
  private @Nullable AddressRange unlinkOther(long addr) {
    VmapArea area = space.unlink(addr);
    if (area == null) {
      return null;
    }
    if (area.vm() != null) {
      warnings.warnOnce(Site.FREE_OF_VMALLOC_AREA, area.toString());
    }
    return new AddressRange(area.start(), area.end());
  }

  /** Joins the area with free text; takes out a region that is free now, or returns null. */
  private @Nullable VmapArea freeAndCarveRegion(AddressRange area) {
    freeTextLock.lock();
    try {
      AddressRange merged = freeText.release(area);
      VmStruct region = takeRegionInside(merged);
      if (region == null) {
        return null;
      }
      if (!space.objects().take()) {
        regions.push(region); // stays, until a later free finds it
        return null;
      }
      if (!freeText.carve(region.address(), region.size())) {
        warnings.warnOnce(Site.REGION_NOT_IN_FREE_TEXT, region.toString());
        regions.push(region);
        return null;
      }
      return new VmapArea(region.address(), region.end(), region);
    } finally {
      freeTextLock.unlock();
    }
  }

  /** Unlists the newest region that lies wholly inside {@code merged}; null if none does. */
  private @Nullable VmStruct takeRegionInside(AddressRange merged) {
    long large = PageSize.MIB_2.bytes();
    long low = (merged.start() + large - 1) & -large;
    long high = merged.end() & -large;
    if (Long.compareUnsigned(low, high) >= 0) {
      return null;
    }
    AddressRange free = new AddressRange(low, high);
    return regions.takeFirst(
        region -> free.encloses(AddressRange.of(region.address(), region.size())));
  }

  /**
   * Frees a region.
   *
   * @throws KernelBug if its frames are free already
   */
  private void giveBack(VmapArea area) {
    long pages = area.size() / PageSize.KIB_4.bytes();
    int _ = attributes.setNoExecute(area.start(), pages);
    int _ = attributes.setWritable(area.start(), pages);
    long start = area.start();
    space.insert(area);
    try {
      vmalloc.free(start);
    } catch (IllegalArgumentException e) {
      throw new KernelBug("region at 0x%x given back twice: %s".formatted(start, e.getMessage()));
    }
  }

  @Override
  public TextUsage usage() {
    freeTextLock.lock();
    try {
      long backed = tail == null ? 0 : tail.bytes();
      for (VmStruct region : regions.toList()) {
        backed += region.size();
      }
      long[] unused = new long[2]; // in all, and in the tail
      for (AddressRange area : freeText.toList()) {
        unused[0] += area.bytes();
        unused[1] += tail != null && tail.contains(area.start()) ? area.bytes() : 0;
      }
      return new TextUsage(backed - unused[0], backed - unused[1]);
    } finally {
      freeTextLock.unlock();
    }
  }

  /** The regions held, the newest first: a copy. */
  public List<VmStruct> regions() {
    freeTextLock.lock();
    try {
      return regions.toList();
    } finally {
      freeTextLock.unlock();
    }
  }

  /** How many regions were made for which there were no large pages. */
  public long smallPageRegions() {
    freeTextLock.lock();
    try {
      return smallPageRegions;
    } finally {
      freeTextLock.unlock();
    }
  }

  /** The free text areas by rising address: a copy. */
  public List<AddressRange> freeText() {
    freeTextLock.lock();
    try {
      return freeText.toList();
    } finally {
      freeTextLock.unlock();
    }
  }

  /** The registered text tail, empty where there is none. */
  public Optional<AddressRange> textTail() {
    freeTextLock.lock();
    try {
      return Optional.ofNullable(tail);
    } finally {
      freeTextLock.unlock();
    }
  }

  /** The list itself, for tests of what goes wrong with it. */
  RegionList regionList() {
    return regions;
  }

  /** Free text itself, for checks; not to be changed and not to be used concurrently. */
  FreeText freeTextItself() {
    return freeText;
  }
}
