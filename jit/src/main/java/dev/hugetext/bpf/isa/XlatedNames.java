package dev.hugetext.bpf.isa;

import dev.hugetext.bpf.proto.HelperTable;

/**
 * Names for a rewritten function as {@code bpftool prog dump xlated} prints them, with the index of
 * a map in place of its id and the number of a helper in place of its distance: both only exist
 * once a program is loaded.
 */
public record XlatedNames(RewrittenProgram.Function function) implements InsnNames {
  @Override
  public String helper(int slot, int imm) {
    return switch (function.references().get(slot)) {
      case Symbol.Helper(int id) ->
          "%s#%d".formatted(HelperTable.of(id).map(HelperTable::kernelName).orElse("unknown"), id);
      case Symbol.Kernel(String name) -> name;
      case null, default -> "0x%x#%d".formatted(imm, imm);
    };
  }

  @Override
  public String bpfCall(int slot, RawInsn call) {
    int distance = call.off() == 0 ? call.imm() : call.off();
    return function.references().get(slot) instanceof Symbol.Function(int index)
        ? "pc%+d#%d".formatted(distance, index)
        : "pc%+d".formatted(distance);
  }

  @Override
  public String imm64(int slot, Insn.LoadImm64 load) {
    return switch (function.references().get(slot)) {
      case Symbol.MapPointer(int index) -> "map[%d]".formatted(index);
      case Symbol.MapValue(int index, int offset) -> "map[%d][0]+%d".formatted(index, offset);
      case Symbol.Function(int index) -> "subprog[%d]".formatted(index);
      case null, default -> "0x%x".formatted(load.value());
    };
  }
}
