package dev.hugetext.loader.listing;

import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.jit.JitImage;

/** Names of symbols in listings. */
final class SymbolText {

  private final JitImage image;

  SymbolText(JitImage image) {
    this.image = image;
  }

  /** E.g. {@code bpf_map_lookup_elem}, {@code map[0][0]+16}, {@code __x86_return_thunk}. */
  String of(Symbol symbol) {
    return switch (symbol) {
      case Symbol.Helper(int id) ->
          HelperTable.of(id).map(HelperTable::kernelName).orElse("helper#" + id);
      case Symbol.CallBase(int displacement) -> "__bpf_call_base" + signed(displacement);
      case Symbol.MapPointer(int map) -> "map[%d]".formatted(map);
      case Symbol.MapValue(int map, int offset) -> "map[%d][0]+%d".formatted(map, offset);
      case Symbol.Function(int index) -> image.functions().get(index).name();
      case Symbol.TailCallSlot(int map, int index) -> "map[%d]: program %d".formatted(map, index);
      case Symbol.PrivateStack(int index) -> "stack of " + image.functions().get(index).name();
      case Symbol.Kernel(String name) -> name;
    };
  }

  private static String signed(int displacement) {
    return displacement < 0
        ? "-0x%x".formatted(-(long) displacement)
        : "+0x%x".formatted(displacement);
  }
}
