package dev.hugetext.execmem.layout;

import com.google.common.collect.ImmutableRangeMap;
import com.google.common.collect.Range;
import com.google.common.collect.TreeRangeMap;
import dev.hugetext.execmem.layout.KernelImage.Placed;
import dev.hugetext.execmem.layout.KernelImage.Symbol;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.memory.PageSize;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Makes a {@link KernelImage}: collects functions, gives each a place, then assembles them.
 *
 * <p>A function is put at a pseudo-random 16-byte boundary, chosen by the layout's seed and its
 * name, from where the first free place is taken; one of up to a page never crosses a page.
 */
public final class ImageBuilder {
  /** Size of text by default, so that with the usual start {@code _etext} = ffffffff82202a08. */
  public static final long DEFAULT_TEXT_BYTES = 0x120_2a08;

  /** Distance of the indirect thunks, which are in the order of the registers' numbers. */
  private static final int THUNK_STRIDE = 32;

  /** Alignment of function entries (CONFIG_FUNCTION_ALIGNMENT). */
  private static final int FUNCTION_ALIGNMENT = 16;

  private static final int PAGE = (int) PageSize.KIB_4.bytes();
  private static final long MIN_TEXT_BYTES = 16L * PAGE;

  private final KernelLayout layout;
  private final Map<String, KernelCode> scattered = new LinkedHashMap<>();
  private long textBytes = DEFAULT_TEXT_BYTES;

  ImageBuilder(KernelLayout layout) {
    this.layout = layout;
    code(KernelImage.BPF_CALL_BASE, KernelCode.returnZero());
    code(KernelImage.DISPATCHER_NOP, KernelCode.jumpTo(KernelImage.indirectThunk(Gpr.RDX)));
    code(KernelImage.RUN_ENTRY, KernelCode.callTo(KernelImage.indirectThunk(Gpr.RDX)));
  }

  /** Adds a function without code of its own: a helper, or one that is only there to be traced. */
  public ImageBuilder function(String name) {
    return code(name, KernelCode.function());
  }

  /**
   * Adds a function with this code.
   *
   * @throws IllegalArgumentException if the name is taken
   */
  public ImageBuilder code(String name, KernelCode code) {
    if (scattered.putIfAbsent(name, code) != null) {
      throw new IllegalArgumentException("two kernel functions " + name);
    }
    return this;
  }

  /** Sets the distance from {@code _text} to {@code _etext} in bytes. */
  public ImageBuilder textBytes(long bytes) {
    if (bytes < MIN_TEXT_BYTES || bytes > layout.image().end() - layout.textStart()) {
      throw new IllegalArgumentException("text of 0x%x bytes".formatted(bytes));
    }
    textBytes = bytes;
    return this;
  }

  /**
   * Places and assembles everything.
   *
   * @throws IllegalStateException if the functions do not fit into the text
   */
  public KernelImage build() {
    AddressRange text = AddressRange.of(layout.textStart(), textBytes);
    long thunks = PageSize.KIB_4.base(text.end()) - PAGE;
    Map<String, Symbol> byName = new LinkedHashMap<>();
    TreeRangeMap<Long, Symbol> byAddress = TreeRangeMap.create();
    Map<String, KernelCode> all = placeThunks(thunks, byName, byAddress);
    AddressRange room = new AddressRange(layout.textStart() + PAGE, thunks);
    scattered.forEach((name, code) -> {
      all.put(name, code);
      int size = code.at(0, symbol -> 0).length;
      put(new Symbol(name, findPlace(name, size, room, byAddress), size), byName, byAddress);
    });
    List<Placed> placed = new ArrayList<>();
    all.forEach((name, code) -> {
      long address = address(byName, name);
      placed.add(new Placed(address, code.at(address, other -> address(byName, other))));
    });
    nameTheExit(byName, byAddress);
    return new KernelImage(
        layout, text, Map.copyOf(byName), ImmutableRangeMap.copyOf(byAddress), List.copyOf(placed));
  }

  private static Map<String, KernelCode> placeThunks(
      long at, Map<String, Symbol> byName, TreeRangeMap<Long, Symbol> byAddress) {
    Map<String, KernelCode> thunks = new LinkedHashMap<>();
    Gpr[] registers = Gpr.values();
    for (Gpr register : registers) {
      String name = KernelImage.indirectThunk(register);
      thunks.put(name, KernelCode.indirectThunk(register));
      long address = at + (long) register.ordinal() * THUNK_STRIDE;
      put(new Symbol(name, address, THUNK_STRIDE), byName, byAddress);
    }
    thunks.put(KernelImage.RETURN_THUNK, KernelCode.returnThunk());
    long address = at + (long) registers.length * THUNK_STRIDE;
    put(new Symbol(KernelImage.RETURN_THUNK, address, THUNK_STRIDE), byName, byAddress);
    return thunks;
  }

  /** The entry's last byte, to which its call returns, has a name of its own. */
  private static void nameTheExit(
      Map<String, Symbol> byName, TreeRangeMap<Long, Symbol> byAddress) {
    long entry = address(byName, KernelImage.RUN_ENTRY);
    long exit = entry + KernelCode.SITE_BYTES;
    put(new Symbol(KernelImage.RUN_ENTRY, entry, KernelCode.SITE_BYTES), byName, byAddress);
    put(new Symbol(KernelImage.RUN_EXIT, exit, 1), byName, byAddress);
  }

  private static void put(
      Symbol symbol, Map<String, Symbol> byName, TreeRangeMap<Long, Symbol> byAddress) {
    byName.put(symbol.name(), symbol);
    byAddress.put(Range.closedOpen(symbol.address(), symbol.end()), symbol);
  }

  private static long address(Map<String, Symbol> byName, String name) {
    Symbol symbol = byName.get(name);
    if (symbol == null) {
      throw new IllegalStateException("kernel code refers to an unknown " + name);
    }
    return symbol.address();
  }

  private long findPlace(
      String name, int size, AddressRange room, TreeRangeMap<Long, Symbol> byAddress) {
    long slots = room.bytes() / FUNCTION_ALIGNMENT;
    long hash = layout.seed() * 0x9E37_79B9_7F4A_7C15L + name.hashCode();
    long first = new SplittableRandom(hash).nextLong(slots);
    for (long i = 0; i < slots; i++) {
      long address = room.start() + (first + i) % slots * FUNCTION_ALIGNMENT;
      boolean onePage = size > PAGE || PageSize.KIB_4.offset(address) + size <= PAGE;
      Range<Long> range = Range.closedOpen(address, address + size);
      if (onePage
          && address + size <= room.end()
          && byAddress.subRangeMap(range).asMapOfRanges().isEmpty()) {
        return address;
      }
    }
    throw new IllegalStateException("no room for %d bytes of %s".formatted(size, name));
  }
}
