package dev.hugetext.loader.command;

import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.InsnNames;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.bpf.isa.XlatedNames;

/**
 * Names in the listing of a loaded function, as bpftool prints them: maps by id, functions by their
 * kernel symbol.
 *
 * @param tag of the program, for its functions' symbols
 */
record LoadedNames(RewrittenProgram program, RewrittenProgram.Function function, String tag)
    implements InsnNames {

  /** The kernel's symbol for a function. */
  static String symbol(String tag, String function) {
    return "bpf_prog_%s_%s".formatted(tag, function);
  }

  private XlatedNames unloaded() {
    return new XlatedNames(function);
  }

  @Override
  public String helper(int slot, int imm) {
    return unloaded().helper(slot, imm);
  }

  @Override
  public String bpfCall(int slot, RawInsn call) {
    if (!(function.references().get(slot) instanceof Symbol.Function(int index))) {
      return unloaded().bpfCall(slot, call);
    }
    int distance = call.off() == 0 ? call.imm() : call.off();
    String name = program.functions().get(index).name();
    return "pc%+d#%s".formatted(distance, symbol(tag, name));
  }

  @Override
  public String imm64(int slot, Insn.LoadImm64 load) {
    return switch (function.references().get(slot)) {
      case Symbol.MapPointer(int index) -> "map[id:%d]".formatted(index + 1);
      case Symbol.MapValue(int index, int offset) ->
          "map[id:%d][0]+%d".formatted(index + 1, offset);
      case null, default -> unloaded().imm64(slot, load);
    };
  }
}
