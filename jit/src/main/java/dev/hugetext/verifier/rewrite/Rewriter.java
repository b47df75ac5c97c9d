package dev.hugetext.verifier.rewrite;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.FuncInfo;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.bpf.lower.LoopInlining;
import dev.hugetext.bpf.lower.LoweredCode;
import dev.hugetext.bpf.lower.MayGotoLowering;
import dev.hugetext.bpf.lower.PacketAccess;
import dev.hugetext.verifier.explore.Analysis.Result.Safe;
import dev.hugetext.verifier.transfer.Functions;
import dev.hugetext.verifier.transfer.ProgramFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a program that was found safe the one that is compiled; passes in the kernel's order.
 */
public final class Rewriter {
  private final Safe safe;
  private final ProgramFacts facts;
  private final CodeList code;

  /** Bytes that rewriting needs below what the program itself uses, for each function. */
  private final int[] extraStack;

  public Rewriter(Safe safe) {
    this.safe = safe;
    this.facts = safe.facts();
    this.extraStack = new int[facts.functions().count()];
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
    patchUntouched(pc -> context.rewrite(pc).map(LoweredCode::ofSlots));
    if (safe.pointerTypes().packetWritten()) {
      code.prepend(0, ContextRewrite.encode(PacketAccess.writePrologue(program.type())));
    }
    CallRewrite calls = new CallRewrite(facts, safe.calls());
    patchUntouched(calls::rewrite);
    inlineLoops();
    rewriteMayGoto();
    code.patch(node -> Division.rewrite(node.insn()).map(LoweredCode::ofSlots));
    ZeroExtension zeroExtension = new ZeroExtension(safe.wholeRead());
    patchUntouched(pc -> zeroExtension.rewrite(pc, facts.raw(pc)).map(LoweredCode::ofSlots));
    return RewrittenProgram.ofVerified(split());
  }

  /** Patches instructions that are still what they were in the program as loaded. */
  private void patchUntouched(IntFunction<Optional<LoweredCode>> patch) {
    code.patch(node ->
        node.symbol() == null && node.insn().equals(facts.raw(node.origin()))
            ? patch.apply(node.origin())
            : Optional.empty());
  }

  private void inlineLoops() {
    patchUntouched(pc -> {
      OptionalInt callback = safe.calls().loopCallback(pc);
      if (callback.isEmpty() || !isLive(callback.getAsInt())) {
        return Optional.empty();
      }
      int function = facts.functions().containing(pc);
      extraStack[function] = LoopInlining.STACK_BYTES;
      int depth = safe.stackDepths()[function] + LoopInlining.STACK_BYTES;
      return Optional.of(LoopInlining.lower(depth, callback.getAsInt()));
    });
  }

  /** A loop of no rounds calls nothing: its function is gone, and the helper finds that out. */
  private boolean isLive(int function) {
    return safe.seen().get(facts.functions().start(function));
  }

  private void rewriteMayGoto() {
    Set<Integer> counting = new HashSet<>();
    code.patch(node -> {
      if (node.insn().opcode() != BpfOpcode.MAY_GOTO.opcode()) {
        return Optional.empty();
      }
      int function = facts.functions().containing(node.origin());
      counting.add(function);
      return Optional.of(MayGotoLowering.lower(depth(function) + MayGotoLowering.STACK_BYTES));
    });
    for (int i = 0; i < code.functionStarts().size(); i++) {
      int function = facts.functions().containing(code.functionStarts().get(i).origin());
      if (counting.contains(function)) {
        extraStack[function] += MayGotoLowering.STACK_BYTES;
        code.prepend(i, ContextRewrite.encode(MayGotoLowering.prologue(depth(function))));
      }
    }
  }

  /** Bytes of a function's stack, with what rewriting needs. */
  private int depth(int function) {
    return safe.stackDepths()[function] + extraStack[function];
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
      Symbol bound = code.get(slot).symbol();
      Symbol symbol = bound != null ? bound : symbol(insn, slot, functions);
      if (symbol != null) {
        references.put(slot - start, symbol);
      }
      slot += insn.slots();
    }
    int original = facts.functions().containing(code.get(start).origin());
    return new RewrittenProgram.Function(
        name(original),
        all.subList(start, end),
        depth(original),
        safe.tailCallReachable().get(original),
        PrivateStacks.has(facts.program(), safe.stackDepths()[original]),
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
            case FUNC -> new Symbol.Function(functions.startingAt(slot + 1 + load.low()));
            case CONSTANT, BTF_ID -> null;
          };
      case Insn.Alu _,
          Insn.Neg _,
          Insn.MoveSigned _,
          Insn.Swap _,
          Insn.AddrSpaceCast _,
          Insn.MovePerCpu _,
          Insn.LoadAbs _,
          Insn.LoadInd _,
          Insn.Load _,
          Insn.Store _,
          Insn.Atomic _,
          Insn.Jump _,
          Insn.Branch _,
          Insn.JumpIndirect _,
          Insn.MayGoto _,
          Insn.CallKfunc _,
          Insn.CallRegister _,
          Insn.Exit _,
          Insn.TailCall _,
          Insn.NoSpec _,
          Insn.Invalid _ ->
          null;
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
