package dev.hugetext.execmem;

import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.layout.KernelAddresses;
import dev.hugetext.execmem.layout.KernelImage;
import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.execmem.outcome.Warnings;
import dev.hugetext.execmem.pageattr.BootSplits;
import dev.hugetext.execmem.pageattr.DirectMap;
import dev.hugetext.execmem.pageattr.DirectMapShape;
import dev.hugetext.execmem.pageattr.PageAttributes;
import dev.hugetext.execmem.percpu.PerCpu;
import dev.hugetext.execmem.poke.TextPoke;
import dev.hugetext.execmem.poke.TextPokeBatch;
import dev.hugetext.execmem.sync.InitMm;
import dev.hugetext.execmem.sync.TextMutex;
import dev.hugetext.execmem.sync.ThisCpu;
import dev.hugetext.execmem.sync.TlbFlush;
import dev.hugetext.execmem.vmap.Vmalloc;
import dev.hugetext.execmem.vmap.VmapRam;
import dev.hugetext.execmem.vmap.VmapSpace;
import dev.hugetext.x86.cpu.HostCall;
import dev.hugetext.x86.cpu.Machine;
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
  private final KernelLayout layout;
  private final KernelImage image;
  private final BootOptions options;
  private final Machine machine;
  private final Warnings warnings = new Warnings();
  private final TextMutex textMutex = new TextMutex();
  private final KernelAddresses addresses;
  private final GuestMemory memory;
  private final TlbFlush flush;
  private final DirectMap directMap;
  private final ThisCpu thisCpu;
  private final VmapSpace vmapSpace;
  private final Vmalloc vmalloc;
  private final VmapRam vmapRam;
  private final PageAttributes attributes;
  private final TextPoke textPoke;
  private final TextPokeBatch textPokeBatch;
  private final KernelData data;
  private final Optional<AddressRange> textTail;

  private KernelMemory(KernelImage image, Machine machine, BootOptions options) {
    this.layout = image.layout();
    this.image = image;
    this.options = options;
    this.machine = machine;
    this.addresses = new KernelAddresses(layout, image.text());
    this.thisCpu = ThisCpu.of(machine);
    MachineHooks hooks = new MachineHooks(machine);
    InitMm mm =
        new InitMm(
            layout,
            machine.memory(),
            machine.frames(),
            machine.kernelTable(),
            new TlbFlush(hooks, machine.cpuCount()),
            thisCpu,
            warnings);
    this.memory = new GuestMemory(mm.memory(), mm.table());
    this.flush = mm.flush();

    ImageLoader loader = new ImageLoader(mm, image);
    loader.reserveFrames();
    this.directMap = DirectMap.map(mm);
    loader.load(image, options.textTail());
    this.textTail = options.textTail() ? Optional.of(loader.tail()) : Optional.empty();
    this.vmapSpace = new VmapSpace(mm, options.version());
    this.attributes = new PageAttributes(mm, directMap, vmapSpace, options.version());
    this.vmalloc = new Vmalloc(mm, vmapSpace, options.vmalloc(), attributes);
    this.vmapRam = new VmapRam(mm, vmapSpace);
    protectText(textTail.map(AddressRange::end).orElse(loader.tail().start()));
    completeRoot(mm.table());
    this.textPoke = new TextPoke(mm, addresses, textMutex, hooks);
    this.textPokeBatch = new TextPokeBatch(textPoke, textMutex, hooks);
    machine.setTrapHandler(textPokeBatch);
    this.data = new KernelData(mm, vmapSpace);
    data.startCpus(machine);
    machine.hostCall(image.address(KernelImage.RUN_EXIT), HostCall.EXIT);
    age(mm);
    directMap.startCounting();
  }

  /** Makes memory what firmware, boot and long use have made of it, as the options say. */
  private void age(InitMm mm) {
    DirectMapShape shape = options.directMap();
    if (shape != null) {
      new BootSplits(mm, directMap).reach(shape);
    }
    if (options.order9Blocks() >= 0) {
      new FrameFragmentation(machine.frames(), machine.spec().ramBytes(), layout.seed())
          .leaveLargeBlocks(options.order9Blocks());
    }
  }

  /**
   * Boots a kernel on a machine on which nothing has run yet: afterwards each CPU has its per-CPU
   * area and stack, and a run that returns to {@link KernelImage#RUN_EXIT} ends there.
   *
   * @param layout the address space; the one that {@code image} was placed in
   * @throws IllegalArgumentException if the image is for another layout, or the machine's memory
   *     has no room for it
   */
  public static KernelMemory boot(
      KernelLayout layout, KernelImage image, Machine machine, BootOptions options) {
    if (!image.layout().equals(layout)) {
      throw new IllegalArgumentException("an image for %s on %s".formatted(image.layout(), layout));
    }
    return new KernelMemory(image, machine, options);
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
    for (long va = range.start() & -step; va - range.end() < 0; va += step) {
      if (!table.ensureRootEntry(va)) {
        throw new IllegalStateException("no frame for the tables of vmalloc space");
      }
    }
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

  /** Short-lived mappings of frames that one has. */
  public VmapRam vmapRam() {
    return vmapRam;
  }

  /** The mapping of all physical memory. */
  public DirectMap directMap() {
    return directMap;
  }

  /** Flushes of kernel translations on all CPUs. */
  public TlbFlush tlbFlush() {
    return flush;
  }

  /** Changes of page protections. */
  public PageAttributes attributes() {
    return attributes;
  }

  /** Writing to read-only text. */
  public TextPoke textPoke() {
    return textPoke;
  }

  /** Patching text in use; the machine's handler of traps until somebody sets another. */
  public TextPokeBatch textPokeBatch() {
    return textPokeBatch;
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
    return data.perCpu();
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
    return data.heap().allocPages(order);
  }

  /**
   * Gives pages back.
   *
   * @throws IllegalArgumentException if no such block is allocated
   */
  public void freePages(long address, int order) {
    data.heap().freePages(address, order);
  }

  /**
   * {@code kmalloc}: zeroed, aligned to the size rounded up to a power of two.
   *
   * @param size bytes, 1 to 4 MiB
   * @return address in the direct map, or 0
   */
  public long kmalloc(long size) {
    return data.heap().kmalloc(size);
  }

  /**
   * Gives back what {@link #kmalloc} returned; 0 is nothing to give back.
   *
   * @throws dev.hugetext.execmem.outcome.KernelBug if no such object is allocated
   */
  public void kfree(long address) {
    data.heap().kfree(address);
  }

  /** Tells the machine that text was written past {@link #textPoke}, while it was data. */
  public void textWritten(long address, long bytes) {
    long page = PageSize.KIB_4.bytes();
    for (long at = PageSize.KIB_4.base(address); at - (address + bytes) < 0; at += page) {
      long physical = machine.kernelTable().translate(at);
      if (physical >= 0) {
        machine.textWritten(physical, page);
      }
    }
  }

  /** The address just above a CPU's kernel stack of 16 KiB. */
  public long stackTop(int cpu) {
    return data.stackTop(cpu);
  }

  /** A CPU's per-CPU offset: its gs base. */
  public long perCpuOffset(int cpu) {
    return data.perCpu().offset(cpu);
  }

  /** Which of its CPUs the calling host thread drives. */
  public ThisCpu thisCpu() {
    return thisCpu;
  }

  /** The machine that it runs on. */
  public Machine machine() {
    return machine;
  }
}
