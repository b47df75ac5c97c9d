package dev.hugetext.execmem.poke;

import dev.hugetext.execmem.sync.TextMutex;
import dev.hugetext.x86.cpu.Cpu;
import dev.hugetext.x86.cpu.Trap;
import dev.hugetext.x86.cpu.TrapHandler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Patches instructions that other CPUs may be executing ({@code text_poke_bp_batch}): first a
 * breakpoint on each, then the bytes behind it, then the first byte, with every CPU serialised
 * after each step. A CPU that meets a breakpoint meanwhile does what the new instruction does.
 *
 * <p>N entries cost 3 N pokes and 3 broadcasts; entries of one byte 2 N and 2. All under
 * text_mutex.
 *
 * @see <a href="https://github.com/torvalds/linux/blob/v6.1/arch/x86/kernel/alternative.c">
 *     text_poke_bp_batch</a>
 */
public final class TextPokeBatch implements TrapHandler {
  /** Entries of one batch: a page of 16-byte records. */
  public static final int MAX_ENTRIES = 256;

  /** The breakpoint instruction. */
  static final byte INT3 = (byte) 0xCC;

  private static final byte[] BREAKPOINT = {INT3};

  private final TextPoke poke;
  private final TextMutex mutex;
  private final PokeHooks hooks;
  private final List<Entry> queue = new ArrayList<>();
  private final AtomicInteger references = new AtomicInteger();
  private final LongAdder hits = new LongAdder();
  private volatile List<Entry> published = List.of();
  private volatile Consumer<Step> observer = step -> {};

  /** What has been done to a batch so far. */
  public enum Step {
    /** Each entry begins with a breakpoint. */
    BREAKPOINTS,
    /** The bytes behind it are new. */
    TAILS,
    /** All bytes are new. */
    FIRST_BYTES
  }

  private record Entry(long address, byte[] bytes, PatchInstruction insn) {}

  /** Batches on top of {@code poke}, which has the same mutex and hooks. */
  public TextPokeBatch(TextPoke poke, TextMutex mutex, PokeHooks hooks) {
    this.poke = poke;
    this.mutex = mutex;
    this.hooks = hooks;
  }

  /** Tells {@code observer} after each step, before the next: what other CPUs do in between. */
  public void observe(Consumer<Step> newObserver) {
    observer = newObserver;
  }

  /** How often a CPU met a breakpoint of a batch and was helped over it. */
  public long hits() {
    return hits.sum();
  }

  /**
   * {@code text_poke_queue}: adds one instruction. A full queue, or one whose last address is not
   * lower, is finished first. The caller holds text_mutex.
   *
   * @param bytes the new instruction, at least one byte; what does not fall through may be padded
   *     with {@code int3}
   * @throws dev.hugetext.execmem.outcome.KernelBug if it is none that can be emulated
   */
  public void add(long address, byte[] bytes) {
    mutex.requireHeld();
    Entry entry = new Entry(address, bytes.clone(), PatchInstruction.of(address, bytes));
    boolean unsorted =
        !queue.isEmpty() && Long.compareUnsigned(queue.getLast().address(), address) >= 0;
    if (queue.size() == MAX_ENTRIES || unsorted) {
      finish();
    }
    queue.add(entry);
  }

  /** {@code text_poke_finish}: patches what is queued. The caller holds text_mutex. */
  public void finish() {
    mutex.requireHeld();
    if (!queue.isEmpty()) {
      patch(List.copyOf(queue));
      queue.clear();
    }
  }

  /**
   * {@code text_poke_bp}: patches one instruction. Takes text_mutex.
   *
   * @throws dev.hugetext.execmem.outcome.KernelBug if it is none that can be emulated
   */
  public void patch(long address, byte[] bytes) {
    mutex.lock();
    try {
      add(address, bytes);
      finish();
    } finally {
      mutex.unlock();
    }
  }

  private void patch(List<Entry> entries) {
    published = entries;
    references.set(1);
    for (Entry entry : entries) {
      poke.poke(entry.address(), BREAKPOINT);
    }
    syncAfter(Step.BREAKPOINTS, true);
    syncAfter(Step.TAILS, pokeTails(entries));
    syncAfter(Step.FIRST_BYTES, pokeFirstBytes(entries));
    references.decrementAndGet();
    while (references.get() != 0) {
      Thread.onSpinWait(); // a handler on another CPU still looks at the entries
    }
    published = List.of();
  }

  private void syncAfter(Step step, boolean written) {
    if (written) {
      hooks.syncCores();
    }
    observer.accept(step);
  }

  private boolean pokeTails(List<Entry> entries) {
    boolean any = false;
    for (Entry entry : entries) {
      int length = entry.bytes().length;
      if (length > 1) {
        poke.poke(entry.address() + 1, Arrays.copyOfRange(entry.bytes(), 1, length));
        any = true;
      }
    }
    return any;
  }

  private boolean pokeFirstBytes(List<Entry> entries) {
    boolean any = false;
    for (Entry entry : entries) {
      if (entry.bytes()[0] != INT3) {
        poke.poke(entry.address(), new byte[] {entry.bytes()[0]});
        any = true;
      }
    }
    return any;
  }

  /** {@code poke_int3_handler}: helps a CPU over a breakpoint of the batch in progress. */
  @Override
  public boolean handle(Trap trap, Cpu cpu) {
    if (!(trap instanceof Trap.Int3 breakpoint) || !takeReference()) {
      return false;
    }
    try {
      Entry entry = find(breakpoint.address());
      if (entry == null || !entry.insn().emulate(cpu)) {
        return false;
      }
      hits.increment();
      return true;
    } finally {
      references.decrementAndGet();
    }
  }

  private boolean takeReference() {
    int seen = references.get();
    while (seen != 0 && !references.compareAndSet(seen, seen + 1)) {
      seen = references.get();
    }
    return seen != 0;
  }

  /** Binary search: entries are sorted by address. */
  private @Nullable Entry find(long address) {
    List<Entry> entries = published;
    int low = 0;
    int high = entries.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Long.compareUnsigned(entries.get(middle).address(), address);
      if (order == 0) {
        return entries.get(middle);
      }
      low = order < 0 ? middle + 1 : low;
      high = order > 0 ? middle - 1 : high;
    }
    return null;
  }
}
