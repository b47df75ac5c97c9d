package dev.hugetext.bpf.isa;

import dev.hugetext.bpf.proto.HelperTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one list of slots into functions and names what its immediates stand for.
 *
 * <p>Reads both forms of a call inside the program: the loaded one (distance in the immediate) and
 * that of an xlated dump of compiled functions (distance in the offset, the function's number in
 * the immediate; measured on 6.18).
 */
final class FunctionSplitter {
  private final String name;
  private final List<RawInsn> insns;
  private final List<Insn> decoded = new ArrayList<>();
  private final TrustedOptions options;
  private final List<Integer> starts;

  FunctionSplitter(String name, List<RawInsn> insns, TrustedOptions options) {
    this.name = name;
    this.insns = insns;
    this.options = options;
    for (int slot = 0; slot < insns.size(); slot++) {
      Insn insn = restoreTailCall(Insn.decode(insns, slot));
      decoded.add(insn);
      if (insn.slots() == 2) {
        decoded.add(new Insn.Invalid(insns.get(slot + 1), "second slot"));
        slot++;
      }
    }
    this.starts = findStarts();
  }

  List<RewrittenProgram.Function> functions() {
    List<RewrittenProgram.Function> functions = new ArrayList<>();
    for (int index = 0; index < starts.size(); index++) {
      int end = index + 1 < starts.size() ? starts.get(index + 1) : insns.size();
      functions.add(function(index, starts.get(index), end));
    }
    return functions;
  }

  /** A dump shows the internal tail call as a call of helper 12. */
  private static Insn restoreTailCall(Insn insn) {
    return insn instanceof Insn.CallHelper(int imm) && imm == HelperTable.TAIL_CALL.id()
        ? new Insn.TailCall(0)
        : insn;
  }

  private List<Integer> findStarts() {
    TreeSet<Integer> found = new TreeSet<>();
    found.add(0);
    for (int slot = 0; slot < insns.size(); slot++) {
      OptionalInt named = functionNamedBy(slot);
      if (named.isEmpty()) {
        continue;
      }
      int target = named.getAsInt();
      if (target < 0 || target >= insns.size()) {
        throw new IllegalArgumentException(
            "%s: slot %d names a function at slot %d of %d"
                .formatted(name, slot, target, insns.size()));
      }
      found.add(target);
    }
    return List.copyOf(found);
  }

  /** First slot of the function that this slot calls or takes the address of, if it does. */
  private OptionalInt functionNamedBy(int slot) {
    return switch (decoded.get(slot)) {
      case Insn.CallBpf(int imm) -> {
        int inOffset = insns.get(slot).off();
        yield OptionalInt.of(slot + 1 + (inOffset != 0 ? inOffset : imm));
      }
      case Insn.LoadImm64(var kind, var dst, int low, int high) when kind == Imm64Kind.FUNC ->
          OptionalInt.of(slot + 1 + low);
      default -> OptionalInt.empty();
    };
  }

  private RewrittenProgram.Function function(int index, int start, int end) {
    List<RawInsn> body = new ArrayList<>();
    Map<Integer, Symbol> references = new HashMap<>();
    for (int slot = start; slot < end; slot++) {
      body.add(
          decoded.get(slot) instanceof Insn.TailCall tail
              ? tail.encode().getFirst()
              : insns.get(slot));
      Symbol symbol = symbolAt(slot);
      if (symbol != null) {
        references.put(slot - start, symbol);
      }
    }
    return new RewrittenProgram.Function(
        index == 0 ? name : "%s_%d".formatted(name, index),
        body,
        options.stackDepth().orElseGet(() -> StackDepth.of(decoded.subList(start, end))),
        options.tailCallReachable().orElseGet(this::hasTailCall),
        references,
        start);
  }

  private @Nullable Symbol symbolAt(int slot) {
    return switch (decoded.get(slot)) {
      case Insn.CallHelper(int imm) ->
          switch (options.calls()) {
            case HELPER_ID -> new Symbol.Helper(imm);
            case CALL_BASE_DISTANCE -> new Symbol.CallBase(imm);
          };
      case Insn.CallBpf call ->
          new Symbol.Function(starts.indexOf(functionNamedBy(slot).orElseThrow()));
      case Insn.LoadImm64(var kind, var dst, int low, int high) ->
          switch (kind) {
            case MAP, MAP_IDX -> new Symbol.MapPointer(low);
            case MAP_VALUE, MAP_IDX_VALUE -> new Symbol.MapValue(low, high);
            case FUNC -> new Symbol.Function(starts.indexOf(functionNamedBy(slot).orElseThrow()));
            case CONSTANT, BTF_ID -> null;
          };
      default -> null;
    };
  }

  private boolean hasTailCall() {
    return decoded.stream().anyMatch(insn -> insn instanceof Insn.TailCall);
  }
}
