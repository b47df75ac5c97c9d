package dev.hugetext.execmem.poke;

import dev.hugetext.execmem.layout.KernelAddresses;
import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.execmem.outcome.KernelBug;
import dev.hugetext.execmem.outcome.Warnings;
import dev.hugetext.execmem.sync.InitMm;
import dev.hugetext.execmem.sync.TextMutex;
import dev.hugetext.execmem.sync.TlbFlush;
import dev.hugetext.x86.memory.GuestMemory;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PageTable;
import java.util.Arrays;

/**
 * Writes to text that is mapped read-only and executable, without changing that mapping ({@code
 * text_poke}).
 *
 * <p>One poke maps the one or two pages written to into {@link PokingMm}, loads that address space
 * on this CPU, writes, unmaps, switches back and flushes locally: no IPI, since no other CPU ever
 * loads it. Other CPUs are not told of the new bytes either; whoever publishes them does that.
 *
 * @see <a href="https://github.com/torvalds/linux/blob/v6.1/arch/x86/kernel/alternative.c">
 *     __text_poke</a>
 */
public final class TextPoke {
  private static final long PAGE = PageSize.KIB_4.bytes();

  private final KernelLayout layout;
  private final KernelAddresses addresses;
  private final PageTable kernel;
  private final GuestMemory kernelView;
  private final PokingMm poking;
  private final TextMutex mutex;
  private final TlbFlush flush;
  private final PokeHooks hooks;
  private final Warnings warnings;
  private PokeCounters counters = PokeCounters.NONE;

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
    kernelView = new GuestMemory(mm.memory(), kernel);
    poking = new PokingMm(mm);
    flush = mm.flush();
    warnings = mm.warnings();
    this.addresses = addresses;
    this.mutex = mutex;
    this.hooks = hooks;
  }

  /** What poking has cost so far. */
  public PokeCounters counters() {
    mutex.lock();
    try {
      return counters;
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
      for (int done = 0; done < source.length; ) {
        int part = upToSecondPageEnd(target + done, source.length - done);
        poke(target + done, Arrays.copyOfRange(source, done, done + part));
        done += part;
      }
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
      for (long done = 0; done < length; ) {
        int part = upToSecondPageEnd(target + done, length - done);
        through(target + done, part, at -> poking.view().fill(at, part, value));
        done += part;
      }
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

  /** As much as one poke can do: to the end of the second page. */
  private static int upToSecondPageEnd(long target, long length) {
    return (int) Math.min(2 * PAGE - PageSize.KIB_4.offset(target), length);
  }

  /**
   * {@code text_poke}: one write, of core kernel text too. The caller holds text_mutex.
   *
   * @param bytes at most what is left up to the end of the second page
   * @throws KernelBug if nothing is mapped at the target, or it does not read back as written
   */
  public void poke(long target, byte[] bytes) {
    mutex.requireHeld();
    through(target, bytes.length, at -> poking.view().write(at, bytes));
    if (!Arrays.equals(bytes, kernelView.read(target, bytes.length))) {
      throw new KernelBug("text at 0x%x is not what was poked".formatted(target));
    }
  }

  /** A write at the address that the alias gives to the target. */
  private interface Write {
    void at(long alias);
  }

  private void through(long target, int length, Write write) {
    long offset = PageSize.KIB_4.offset(target);
    int pages = offset + length > PAGE ? 2 : 1;
    if (offset + length > 2 * PAGE) {
      throw new IllegalArgumentException("poke of %d at 0x%x".formatted(length, target));
    }
    long[] frame = new long[pages];
    for (int i = 0; i < pages; i++) {
      frame[i] = frameOf(PageSize.KIB_4.base(target) + i * PAGE);
    }
    for (int i = 0; i < pages; i++) {
      poking.map(i, frame[i]);
    }
    long previous = hooks.switchMm(poking.root());
    write.at(poking.alias() + offset);
    for (int i = 0; i < pages; i++) {
      poking.clear(i);
    }
    hooks.switchMm(previous);
    flush.localRange(poking.alias(), poking.alias() + pages * PAGE);
    tellMachine(frame, offset, length);
    counters = counters.plusPoke(pages);
    hooks.poked();
  }

  private void tellMachine(long[] frame, long offset, int length) {
    long first = Math.min(length, PAGE - offset);
    hooks.textWritten(frame[0] + offset, first);
    if (length > first) {
      hooks.textWritten(frame[1], length - first);
    }
  }

  private long frameOf(long page) {
    long frame =
        addresses.isCoreKernelText(page) ? layout.physicalOfText(page) : kernel.translate(page);
    if (frame == -1) {
      throw new KernelBug("text_poke: no page at 0x%x".formatted(page));
    }
    return frame;
  }
}
