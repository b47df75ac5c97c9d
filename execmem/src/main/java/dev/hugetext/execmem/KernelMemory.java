package dev.hugetext.execmem;

import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.layout.KernelAddresses;
import dev.hugetext.execmem.layout.KernelImage;
import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.execmem.outcome.Warnings;
import dev.hugetext.execmem.pageattr.DirectMap;
import dev.hugetext.execmem.pageattr.PageAttributes;
import dev.hugetext.execmem.poke.TextPoke;
import dev.hugetext.execmem.sync.TextMutex;
import dev.hugetext.execmem.sync.TlbFlush;
import dev.hugetext.execmem.vmap.Vmalloc;
import dev.hugetext.execmem.vmap.VmapSpace;
import dev.hugetext.x86.memory.GuestMemory;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PageTable;
import java.util.Optional;

/**
 * The memory of one booted kernel: its static text, direct map, vmalloc space, per-CPU areas,
 * stacks and heap, and the operations on them.
 *
 * <p>Chooses no policy for executable memory: a {@link TextAllocator} is made on top of it.
 */
public final class KernelMemory {
  /** A kernel stack is 16 KiB. */
  private static final int STACK_ORDER = 2;

  private final KernelLayout layout;
  private final KernelImage image;
  private final BootOptions options;
  private final KernelHardware hardware;
  private final Warnings warnings = new Warnings();
  private final TextMutex textMutex = new TextMutex();
  private final KernelAddresses addresses;
  private final GuestMemory memory;
  private final DirectMap directMap;
  private final VmapSpace vmapSpace = new VmapSpace();
  private final Vmalloc vmalloc;
  private final PageAttributes attributes;
  private final TextPoke textPoke;
  private final KernelHeap heap;
  private final PerCpu perCpu;
  private final long[] stackTops;
  private final Optional<AddressRange> textTail;

  KernelMemory(KernelImage image, KernelHardware hardware, BootOptions options) {
    this.layout = image.layout();
    this.image = image;
    this.options = options;
    this.hardware = hardware;
    this.addresses = new KernelAddresses(layout, image.text());
    PageTable table = hardware.kernelTable();
    this.memory = new GuestMemory(hardware.memory(), table);
    TlbFlush flush = new TlbFlush(hardware.shootdown());

    ImageLoader loader = new ImageLoader(hardware, image);
    loader.reserveFrames();
    this.directMap = DirectMap.map(layout, table, hardware.memory().size());
    loader.load(image, options.textTail());
    this.vmalloc =
        new Vmalloc(
            vmapSpace,
            hardware.frames(),
            table,
            flush,
            warnings,
            options.onlineNodes(),
            options.hugeVmalloc());
    this.attributes = new PageAttributes(layout, table, directMap, flush, vmapSpace, warnings);
    this.textTail = options.textTail() ? Optional.of(loader.tail()) : Optional.empty();
    protectText(textTail.map(AddressRange::end).orElse(loader.tail().start()));
    completeRoot(table);
    this.textPoke =
        new TextPoke(
            layout,
            addresses,
            hardware.memory(),
            table,
            new PageTable(hardware.memory(), hardware.frames(), table.account()),
            textMutex,
            flush,
            hardware.poking(),
            warnings);
    this.heap = new KernelHeap(layout, hardware.memory(), hardware.frames());
    this.perCpu = new PerCpu(layout, hardware.memory(), heap, hardware.cpus());
    this.stackTops = makeStacks(hardware.cpus());
    directMap.startCounting();
  }

  /** Takes write access from the alias of static text, and what shares its last page. */
  private void protectText(long end) {
    long pages = (end - image.text().start()) / PageSize.KIB_4.bytes();
    if (attributes.setReadOnly(image.text().start(), pages) != 0) {
      throw new IllegalStateException("no frame to protect static text");
    }
  }

  /** Gives every root entry of vmalloc space its table, so that address spaces can share them. */
  private void completeRoot(PageTable table) {
    long step = 1L << PageTable.ROOT_SHIFT;
    AddressRange range = layout.vmalloc();
    for (long va = range.start(); range.contains(va); va += step) {
      if (!table.ensureRootEntry(va)) {
        throw new IllegalStateException("no frame for the tables of vmalloc space");
      }
    }
  }

  private long[] makeStacks(int cpus) {
    long[] tops = new long[cpus];
    for (int cpu = 0; cpu < cpus; cpu++) {
      long stack = heap.allocPages(STACK_ORDER);
      if (stack == 0) {
        throw new IllegalStateException("no memory for the stack of CPU " + cpu);
      }
      tops[cpu] = stack + (PageSize.KIB_4.bytes() << STACK_ORDER);
    }
    return tops;
  }

  /** The address space it was booted into. */
  public KernelLayout layout() {
    return layout;
  }

  /** Its static text. */
  public KernelImage image() {
    return image;
  }

  /** How it was booted. */
  public BootOptions options() {
    return options;
  }

  /** Memory by virtual address, whatever its protection. */
  public GuestMemory memory() {
    return memory;
  }

  /** Which addresses count as what. */
  public KernelAddresses addresses() {
    return addresses;
  }

  /** All virtual address space. */
  public VmapSpace vmapSpace() {
    return vmapSpace;
  }

  /** Memory that is only virtually contiguous. */
  public Vmalloc vmalloc() {
    return vmalloc;
  }

  /** The mapping of all physical memory. */
  public DirectMap directMap() {
    return directMap;
  }

  /** Changes of page protections. */
  public PageAttributes attributes() {
    return attributes;
  }

  /** Writing to read-only text. */
  public TextPoke textPoke() {
    return textPoke;
  }

  /** The lock under which text is changed. */
  public TextMutex textMutex() {
    return textMutex;
  }

  /** What the kernel has warned of since boot. */
  public Warnings warnings() {
    return warnings;
  }

  /** The per-CPU areas. */
  public PerCpu perCpu() {
    return perCpu;
  }

  /** What the last page of static text has left for programs; empty if booted without. */
  public Optional<AddressRange> textTail() {
    return textTail;
  }

  /**
   * {@code alloc_pages}: zeroed.
   *
   * @param order {@code 2^order} pages, 0 to 10
   * @return address in the direct map, or 0
   */
  public long allocPages(int order) {
    return heap.allocPages(order);
  }

  /**
   * Gives pages back.
   *
   * @throws IllegalArgumentException if no such block is allocated
   */
  public void freePages(long address, int order) {
    heap.freePages(address, order);
  }

  /**
   * {@code kmalloc}: zeroed, aligned to the size rounded up to a power of two.
   *
   * @param size bytes, 1 to 4 MiB
   * @return address in the direct map, or 0
   */
  public long kmalloc(long size) {
    return heap.kmalloc(size);
  }

  /**
   * Gives back what {@link #kmalloc} returned; 0 is nothing to give back.
   *
   * @throws dev.hugetext.execmem.outcome.KernelBug if no such object is allocated
   */
  public void kfree(long address) {
    heap.kfree(address);
  }

  /** The address just above a CPU's kernel stack of 16 KiB. */
  public long stackTop(int cpu) {
    return stackTops[cpu];
  }

  /** A CPU's per-CPU offset: its gs base. */
  public long perCpuOffset(int cpu) {
    return perCpu.offset(cpu);
  }

  KernelHardware hardware() {
    return hardware;
  }
}
