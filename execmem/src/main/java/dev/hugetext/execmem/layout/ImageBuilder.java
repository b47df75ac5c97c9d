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
 * <p>As in a real kernel, functions come in clusters, one for each source file that defines some:
 * the layout's seed says where the clusters begin, a function's name which one it belongs to. In a
 * cluster functions follow each other by the order in which they were added, with the distance that
 * real ones have; one of up to a page never crosses a page.
 */
public final class ImageBuilder {
  /** Size of text by default, so that with the usual start {@code _etext} = ffffffff82202a08. */
  public static final long DEFAULT_TEXT_BYTES = 0x120_2a08;

  /** Distance of the indirect thunks, which are in the order of the registers' numbers. */
  private static final int THUNK_STRIDE = 32;

  /** Source files that define functions: most helpers come from fewer. */
  private static final int CLUSTERS = 8;

  /** Distance of neighbouring functions: what helpers with their callees take on average. */
  private static final int FUNCTION_STRIDE = 512;

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
    long[] clusters = placeClusters(new AddressRange(layout.textStart() + PAGE, thunks));
    scattered.forEach((name, code) -> {
      all.put(name, code);
      int size = code.at(0, symbol -> 0).length;
      long address = findPlace(name, size, clusters, thunks, byAddress);
      put(new Symbol(name, address, size), byName, byAddress);
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

  /** Where each cluster begins: at a page. */
  private long[] placeClusters(AddressRange room) {
    SplittableRandom random = new SplittableRandom(layout.seed());
    long[] starts = new long[CLUSTERS];
    for (int i = 0; i < CLUSTERS; i++) {
      starts[i] = room.start() + random.nextLong(room.bytes() / PAGE) * PAGE;
    }
    return starts;
  }

  /** The next free place of the function's cluster, which then begins behind it. */
  private static long findPlace(
      String name, int size, long[] clusters, long end, TreeRangeMap<Long, Symbol> byAddress) {
    int cluster = Math.floorMod(name.hashCode(), CLUSTERS);
    for (int tried = 0; tried < CLUSTERS; tried++) {
      int at = (cluster + tried) % CLUSTERS;
      for (long address = clusters[at]; address + size <= end; address += FUNCTION_STRIDE) {
        boolean onePage = size > PAGE || PageSize.KIB_4.offset(address) + size <= PAGE;
        Range<Long> range = Range.closedOpen(address, address + size);
        if (onePage && byAddress.subRangeMap(range).asMapOfRanges().isEmpty()) {
          clusters[at] = address + FUNCTION_STRIDE;
          return address;
        }
      }
    }
    throw new IllegalStateException("no room for %d bytes of %s".formatted(size, name));
  }
}
