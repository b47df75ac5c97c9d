package dev.hugetext.loader.run;

import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.execmem.layout.KernelImage;
import dev.hugetext.jit.Symbols;
import dev.hugetext.loader.map.BpfMap;
import java.util.List;

/** Where a program's symbols are: in static text, among its maps, among its own functions. */
final class ProgramSymbols implements Symbols {
  private final KernelImage image;
  private final List<BpfMap> maps;
  private final long[] functions;

  /**
   * Symbols of one program.
   *
   * @param functions the entry of each function; may be filled in while functions are placed
   */
  ProgramSymbols(KernelImage image, List<BpfMap> maps, long[] functions) {
    this.image = image;
    this.maps = maps;
    this.functions = functions;
  }

  @Override
  public long address(Symbol symbol) {
    return switch (symbol) {
      case Symbol.Helper(int id) -> image.address(helperName(id));
      case Symbol.CallBase(int displacement) ->
          image.address(KernelImage.BPF_CALL_BASE) + displacement;
      case Symbol.MapPointer(int index) -> map(index).address();
      case Symbol.MapValue(int index, int offset) -> map(index).valueAddress(offset);
      case Symbol.Function(int index) -> functions[index];
      case Symbol.Kernel(String name) -> image.address(name);
    };
  }

  private static String helperName(int id) {
    return HelperTable.of(id)
        .map(HelperTable::kernelName)
        .orElseThrow(() -> new IllegalArgumentException("no helper has number " + id));
  }

  private BpfMap map(int index) {
    if (index < 0 || index >= maps.size()) {
      throw new IllegalArgumentException(
          "map %d of a program with %d maps".formatted(index, maps.size()));
    }
    return maps.get(index);
  }
}
