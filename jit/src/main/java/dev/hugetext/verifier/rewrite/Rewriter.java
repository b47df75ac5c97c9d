package dev.hugetext.verifier.rewrite;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.FuncInfo;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.bpf.lower.PacketAccess;
import dev.hugetext.verifier.explore.Analysis.Result.Safe;
import dev.hugetext.verifier.transfer.Functions;
import dev.hugetext.verifier.transfer.ProgramFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a program that was found safe the one that is compiled; passes in the kernel's order.
 */
public final class Rewriter {
  private final Safe safe;
  private final ProgramFacts facts;
  private final CodeList code;

  public Rewriter(Safe safe) {
    this.safe = safe;
    this.facts = safe.facts();
    List<Integer> starts = new ArrayList<>();
    for (int function = 0; function < facts.functions().count(); function++) {
      starts.add(facts.functions().start(function));
    }
    this.code = new CodeList(facts.program().insns(), starts);
  }

  /** How far into its context the program looks, bytes from the start. */
  public int contextBytes() {
    return new ContextRewrite(facts, safe.pointerTypes()).accessedBytes();
  }

  public RewrittenProgram rewrite() {
    BpfProgram program = facts.program();
    new DeadCode(program.insns(), safe.seen()).removeFrom(code);
    ContextRewrite context = new ContextRewrite(facts, safe.pointerTypes());
    code.patch(node ->
        node.insn().equals(facts.raw(node.origin()))
            ? context.rewrite(node.origin())
            : Optional.empty());
    code.patch(node -> Division.rewrite(node.insn()));
    ZeroExtension zeroExtension = new ZeroExtension(facts, safe.seen());
    code.patch(node -> zeroExtension.rewrite(node.origin(), node.insn()));
    if (safe.pointerTypes().packetWritten()) {
      code.prepend(ContextRewrite.encode(PacketAccess.writePrologue(program.type())));
    }
    return RewrittenProgram.ofVerified(split());
  }

  private List<RewrittenProgram.Function> split() {
    List<RawInsn> all = code.layOut();
    List<Node> starts = code.functionStarts();
    Map<Node, Integer> places = code.places();
    int[] first = new int[starts.size()];
    for (int i = 0; i < first.length; i++) {
      first[i] = places.getOrDefault(starts.get(i), 0);
    }
    Functions functions = new Functions(first, all.size());
    List<RewrittenProgram.Function> out = new ArrayList<>();
    for (int i = 0; i < first.length; i++) {
      out.add(function(all, functions, i));
    }
    return out;
  }

  private RewrittenProgram.Function function(List<RawInsn> all, Functions functions, int index) {
    int start = functions.start(index);
    int end = functions.end(index);
    Map<Integer, Symbol> references = new HashMap<>();
    for (int slot = start; slot < end; ) {
      Insn insn = Insn.decode(all, slot);
      Symbol symbol = symbol(insn, slot, functions);
      if (symbol != null) {
        references.put(slot - start, symbol);
      }
      slot += insn.slots();
    }
    int original = facts.functions().containing(code.get(start).origin());
    return new RewrittenProgram.Function(
        name(original),
        all.subList(start, end),
        safe.stackDepths()[original],
        safe.tailCallReachable().get(original),
        references,
        start);
  }

  private static @Nullable Symbol symbol(Insn insn, int slot, Functions functions) {
    return switch (insn) {
      case Insn.CallHelper call -> new Symbol.Helper(call.imm());
      case Insn.CallBpf call -> new Symbol.Function(functions.startingAt(slot + 1 + call.offset()));
      case Insn.LoadImm64 load ->
          switch (load.kind()) {
            case MAP, MAP_IDX -> new Symbol.MapPointer(load.low());
            case MAP_VALUE, MAP_IDX_VALUE -> new Symbol.MapValue(load.low(), load.high());
            case CONSTANT, BTF_ID, FUNC -> null;
          };
      case Insn ignored -> null;
    };
  }

  private String name(int function) {
    BpfProgram program = facts.program();
    int start = facts.functions().start(function);
    for (FuncInfo info : program.funcs()) {
      if (info.start() == start && !info.name().isEmpty()) {
        return info.name();
      }
    }
    return function == 0 ? program.name() : "%s_%d".formatted(program.name(), function);
  }
}
