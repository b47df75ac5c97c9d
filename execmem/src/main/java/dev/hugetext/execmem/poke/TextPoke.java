package dev.hugetext.execmem.poke;

import dev.hugetext.execmem.layout.KernelAddresses;
import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.execmem.outcome.KernelBug;
import dev.hugetext.execmem.outcome.Warnings;
import dev.hugetext.execmem.sync.InitMm;
import dev.hugetext.execmem.sync.TextMutex;
import dev.hugetext.x86.memory.GuestMemory;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PageTable;
import dev.hugetext.x86.memory.PhysicalMemory;
import java.util.Arrays;

/**
 * Writes to text that is mapped read-only and executable, without changing that mapping ({@code
 * text_poke}).
 *
 * <p>One poke maps the one or two pages written to into {@link PokingMm}, loads that address space
 * on this CPU, writes, unmaps, switches back and flushes locally: no IPI, since no other CPU ever
 * loads it. The bytes go straight to the frames that were just mapped. Other CPUs are not told of
 * the new bytes either; whoever publishes them does that.
 *
 * @see <a href="https://github.com/torvalds/linux/blob/v6.1/arch/x86/kernel/alternative.c">
 *     __text_poke</a>
 */
public final class TextPoke {
  private static final long PAGE = PageSize.KIB_4.bytes();

  private final KernelLayout layout;
  private final KernelAddresses addresses;
  private final PageTable kernel;
  private final PhysicalMemory memory;
  private final GuestMemory kernelView;
  private final PokingMm poking;
  private final TextMutex mutex;
  private final PokeHooks hooks;
  private final Warnings warnings;
  private long pokes; // both under the mutex
  private long pages; // mapped and unmapped by them

  /**
   * Poking in {@code mm}, whose table must be complete at the level of its root.
   *
   * @param addresses which addresses are core kernel text
   * @param mutex the lock of all changes of text
   * @throws IllegalStateException if there is no frame for the private address space
   */
  public TextPoke(InitMm mm, KernelAddresses addresses, TextMutex mutex, PokeHooks hooks) {
    layout = mm.layout();
    kernel = mm.table();
    memory = mm.memory();
    kernelView = new GuestMemory(memory, kernel);
    poking = new PokingMm(mm);
    warnings = mm.warnings();
    this.addresses = addresses;
    this.mutex = mutex;
    this.hooks = hooks;
  }

  /** What poking has cost so far. */
  public PokeCounters counters() {
    mutex.lock();
    try {
      return new PokeCounters(pokes, pages, pages, 2 * pokes);
    } finally {
      mutex.unlock();
    }
  }

  /**
   * {@code text_poke_copy}: copies bytes to text that nobody executes meanwhile, in {@code
   * ceil((offset in page + length) / 8192)} pokes. Takes text_mutex.
   *
   * @return {@code target}, or 0 for core kernel text, which is refused with a warning
   * @throws KernelBug if nothing is mapped at the target
   */
  public long copy(long target, byte[] source) {
    if (refused(target)) {
      return 0;
    }
    mutex.lock();
    try {
      writeInPokes(target, source.length, writeOf(source));
      requireWritten(target, source);
    } finally {
      mutex.unlock();
    }
    return target;
  }

  /**
   * {@code text_poke_set}: sets {@code length} bytes of text to {@code value}, otherwise as {@link
   * #copy}; what was written is not compared.
   *
   * @return {@code target}, or 0 for core kernel text, which is refused with a warning
   * @throws KernelBug if nothing is mapped at the target
   */
  public long set(long target, int value, long length) {
    if (refused(target)) {
      return 0;
    }
    mutex.lock();
    try {
      writeInPokes(target, length, (physical, done, part) -> memory.fill(physical, part, value));
    } finally {
      mutex.unlock();
    }
    return target;
  }

  private boolean refused(long target) {
    if (!addresses.isCoreKernelText(target)) {
      return false;
    }
    warnings.warnOnce(Warnings.Site.POKE_OF_CORE_KERNEL_TEXT, "target 0x%x".formatted(target));
    return true;
  }

  /**
   * {@code text_poke}: one write, of core kernel text too. The caller holds text_mutex.
   *
   * @param bytes at most what is left up to the end of the second page
   * @throws KernelBug if nothing is mapped at the target, or it does not read back as written
   */
  public void poke(long target, byte[] bytes) {
    mutex.requireHeld();
    if (PageSize.KIB_4.offset(target) + bytes.length > 2 * PAGE) {
      throw new IllegalArgumentException("poke of %d at 0x%x".formatted(bytes.length, target));
    }
    poke(target, 0, bytes.length, writeOf(bytes));
    requireWritten(target, bytes);
  }

  private void requireWritten(long target, byte[] bytes) {
    if (!Arrays.equals(bytes, kernelView.read(target, bytes.length))) {
      throw new KernelBug("text at 0x%x is not what was poked".formatted(target));
    }
  }

  /** Writes what lies behind the first {@code done} bytes of the whole to one page of memory. */
  private interface Write {
    void at(long physical, long done, long length);
  }

  private Write writeOf(byte[] source) {
    return (physical, done, length) -> memory.write(physical, source, (int) done, (int) length);
  }

  /** As much in each poke as it can do: to the end of the second page. */
  private void writeInPokes(long target, long length, Write write) {
    for (long done = 0; done < length; ) {
      long at = target + done;
      long part = Math.min(2 * PAGE - PageSize.KIB_4.offset(at), length - done);
      poke(at, done, part, write);
      done += part;
    }
  }

  private void poke(long target, long done, long length, Write write) {
    long first = Math.min(length, PAGE - PageSize.KIB_4.offset(target));
    long rest = length - first;
    long physical = physicalOf(target);
    long physicalRest = rest > 0 ? physicalOf(target + first) : 0;
    int mapped = rest > 0 ? 2 : 1;
    poking.map(physical, physicalRest, mapped);
    long before = hooks.useMm(poking.root());
    try {
      write.at(physical, done, first);
      if (rest > 0) {
        write.at(physicalRest, done + first, rest);
      }
      poking.clear(mapped);
    } finally {
      hooks.unuseMm(before, poking.alias(), poking.alias() + mapped * PAGE);
    }
    hooks.textWritten(physical, first);
    if (rest > 0) {
      hooks.textWritten(physicalRest, rest);
    }
    pokes++;
    pages += mapped;
    hooks.poked();
  }

  /** The physical address behind a text address: of core text by arithmetic, else by a walk. */
  private long physicalOf(long target) {
    long physical =
        addresses.isCoreKernelText(target)
            ? layout.physicalOfText(target)
            : kernel.translate(target);
    if (physical == -1) {
      throw new KernelBug("text_poke: no page at 0x%x".formatted(PageSize.KIB_4.base(target)));
    }
    return physical;
  }
}
