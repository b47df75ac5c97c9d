package dev.hugetext.bpf.lower;

import static dev.hugetext.bpf.lower.Insns.alu;
import static dev.hugetext.bpf.lower.Insns.jump;
import static dev.hugetext.bpf.lower.Insns.jumpIf;
import static dev.hugetext.bpf.lower.Insns.load;
import static dev.hugetext.bpf.lower.Insns.move;
import static dev.hugetext.bpf.lower.Insns.store;

import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.Cond;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.proto.KernelAbi;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import dev.hugetext.bpf.proto.MapFunction;
import java.util.List;
import java.util.Optional;

/**
 * {@code bpf_map_lookup_elem} as instructions: R1 is the map, R2 points to the key, the value's
 * address or 0 comes out in R0. Those of Linux 6.18 for privileged programs (measured).
 */
final class MapLookup {
  private static final int WORD = 8;
  private static final Reg MAP = Reg.R1;
  private static final Reg KEY = Reg.R2;
  private static final Reg VALUE = Reg.R0;

  private MapLookup() {}

  /** Empty for types whose look-up is a call like any other. */
  static Optional<LoweredCode> lower(MapDef map) {
    return switch (map.type()) {
      case ARRAY -> array(map, List.of(), false);
      case PERCPU_ARRAY ->
          array(
              map,
              List.of(load(MemSize.DW, VALUE, VALUE, 0), new Insn.MovePerCpu(VALUE, VALUE)),
              false);
      case ARRAY_OF_MAPS -> array(map, List.of(load(MemSize.DW, VALUE, VALUE, 0)), true);
      case HASH -> Optional.of(element(List.of(addValue(map))));
      case LRU_HASH -> Optional.of(lru(map));
      case PERCPU_HASH ->
          Optional.of(
              element(
                  List.of(
                      addValue(map),
                      load(MemSize.DW, VALUE, VALUE, 0),
                      new Insn.MovePerCpu(VALUE, VALUE))));
      case HASH_OF_MAPS ->
          Optional.of(element(List.of(addValue(map), load(MemSize.DW, VALUE, VALUE, 0))));
      default -> Optional.empty();
    };
  }

  /** Maps that may be put into other maps have no fixed size. */
  private static Optional<LoweredCode> array(MapDef map, List<Insn> then, boolean mayBeNull) {
    if (MapFlag.INNER_MAP.in(map)) {
      return Optional.empty();
    }
    int stride = (map.valueSize() + WORD - 1) & -WORD;
    int size =
        switch (map.type()) {
          case PERCPU_ARRAY -> WORD; // pointers to what each CPU has
          default -> stride;
        };
    var out = new LoweredCode.Builder();
    out.add(alu(AluOp.ADD, MAP, KernelAbi.BpfArray.VALUE));
    out.add(load(MemSize.W, VALUE, KEY, 0));
    int beyond = 3 + then.size() + (mayBeNull ? 1 : 0);
    out.add(jumpIf(Cond.JGE, VALUE, map.maxEntries(), beyond));
    out.add(
        Integer.bitCount(size) == 1
            ? alu(AluOp.LSH, VALUE, Integer.numberOfTrailingZeros(size))
            : alu(AluOp.MUL, VALUE, size));
    out.add(alu(AluOp.ADD, VALUE, MAP));
    out.add(then);
    if (mayBeNull) {
      out.add(jumpIf(Cond.JEQ, VALUE, 0, 1));
    }
    out.add(jump(1));
    out.add(move(VALUE, 0));
    return Optional.of(out.build());
  }

  private static Insn addValue(MapDef map) {
    return alu(AluOp.ADD, VALUE, KernelAbi.HashElement.value(map.keySize()));
  }

  private static LoweredCode element(List<Insn> ifFound) {
    return new LoweredCode.Builder()
        .call(MapFunction.HTAB_LOOKUP.kernelName())
        .add(jumpIf(Cond.JEQ, VALUE, 0, ifFound.size()))
        .add(ifFound)
        .build();
  }

  /** The element is marked as used, which makes it one of the last to go. */
  private static LoweredCode lru(MapDef map) {
    int used = KernelAbi.HashElement.LRU_REF;
    return element(
        List.of(
            load(MemSize.B, MAP, VALUE, used),
            jumpIf(Cond.JNE, MAP, 0, 1),
            store(MemSize.B, VALUE, used, 1),
            addValue(map)));
  }
}
