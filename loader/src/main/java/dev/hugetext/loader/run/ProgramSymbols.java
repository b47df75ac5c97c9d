package dev.hugetext.loader.run;

import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.execmem.layout.KernelImage;
import dev.hugetext.jit.Symbols;
import dev.hugetext.loader.map.BpfMap;
import java.util.List;
import java.util.OptionalLong;

/** Where a program's symbols are: in static text, among its maps, among its own functions. */
final class ProgramSymbols implements Symbols {
  private static final String COUNTING_THUNKS = "__x86_indirect_jump_thunk_";
  private static final String THUNKS = "__x86_indirect_thunk_";

  private final KernelImage image;
  private final List<BpfMap> maps;
  private final KernelVariables variables;
  private final long[] functions;
  private final long[] privateStacks;

  /**
   * Symbols of one program.
   *
   * @param functions the entry of each function; may be filled in while functions are placed
   * @param privateStacks the per-CPU pointer to the end of each function's stack, or 0
   */
  ProgramSymbols(EmulatedKernel kernel, List<BpfMap> maps, long[] functions, long[] privateStacks) {
    this.image = kernel.memory().image();
    this.variables = kernel.variables();
    this.maps = maps;
    this.functions = functions;
    this.privateStacks = privateStacks;
  }

  /** Thunks that count calls do what the others do. */
  private long kernelAddress(String name) {
    OptionalLong variable = variables.address(name);
    return variable.isPresent()
        ? variable.getAsLong()
        : image.address(name.replace(COUNTING_THUNKS, THUNKS));
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
      case Symbol.PrivateStack(int index) -> privateStacks[index];
      case Symbol.TailCallSlot slot ->
          throw new IllegalArgumentException("a slot has no address of its own: " + slot);
      case Symbol.Kernel(String name) -> kernelAddress(name);
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
