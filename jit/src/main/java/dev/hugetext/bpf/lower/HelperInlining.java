package dev.hugetext.bpf.lower;

import static dev.hugetext.bpf.lower.Insns.load;

import dev.hugetext.bpf.isa.Imm64Kind;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.KernelNames;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFunction;
import java.util.Optional;

/** Calls of helpers that become instructions, or calls of something more special. */
public final class HelperInlining {
  private HelperInlining() {}

  /** In place of a call that does not depend on a map. */
  public static Optional<LoweredCode> lower(HelperTable helper) {
    var out = new LoweredCode.Builder();
    if (helper == HelperTable.GET_SMP_PROCESSOR_ID) {
      out.add(Insns.move(Reg.R0, 0), new Symbol.Kernel(KernelNames.CPU_NUMBER));
      out.add(new Insn.MovePerCpu(Reg.R0, Reg.R0));
      return Optional.of(out.add(load(MemSize.W, Reg.R0, Reg.R0, 0)).build());
    }
    if (helper == HelperTable.JIFFIES64) {
      out.add(
          new Insn.LoadImm64(Imm64Kind.CONSTANT, Reg.R0, 0, 0),
          new Symbol.Kernel(KernelNames.JIFFIES));
      return Optional.of(out.add(load(MemSize.DW, Reg.R0, Reg.R0, 0)).build());
    }
    return Optional.empty();
  }

  /** In place of a call that always takes the same map. */
  public static Optional<LoweredCode> lower(HelperTable helper, MapDef map) {
    Optional<LoweredCode> lookup =
        helper == HelperTable.MAP_LOOKUP_ELEM ? MapLookup.lower(map) : Optional.empty();
    return lookup.or(() ->
        MapFunction.of(helper, map.type())
            .filter(function -> !function.findsElement())
            .map(function -> new LoweredCode.Builder().call(function.kernelName()).build()));
  }
}
