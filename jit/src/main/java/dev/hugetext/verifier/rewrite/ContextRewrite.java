package dev.hugetext.verifier.rewrite;

import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.lower.ContextLowering;
import dev.hugetext.bpf.proto.ContextField;
import dev.hugetext.bpf.proto.ContextLayout;
import dev.hugetext.bpf.proto.Contexts;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.PointerType;
import dev.hugetext.verifier.transfer.KernelPointers;
import dev.hugetext.verifier.transfer.PointerTypeRecord;
import dev.hugetext.verifier.transfer.ProgramFacts;
import java.util.List;
import java.util.Optional;

/** Accesses to context fields become accesses to what the kernel has behind them. */
final class ContextRewrite {
  /** Programs that read this field handle all kinds of time stamps themselves. */
  private static final String TIME_STAMP_TYPE = "tstamp_type";

  private final ProgramFacts facts;
  private final PointerTypeRecord pointerTypes;
  private final Optional<ContextLayout> layout;
  private final boolean readsTimeStampType;

  ContextRewrite(ProgramFacts facts, PointerTypeRecord pointerTypes) {
    this.facts = facts;
    this.pointerTypes = pointerTypes;
    this.layout = Contexts.of(facts.program().type(), facts.program().attach());
    this.readsTimeStampType = readsTimeStampType();
  }

  private boolean readsTimeStampType() {
    for (int pc = 0; pc < facts.size(); pc++) {
      Optional<ContextField> field =
          facts.insn(pc) instanceof Insn.Load load ? field(pc, load) : Optional.empty();
      if (field.filter(read -> read.name().equals(TIME_STAMP_TYPE)).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** The fields of what the instruction accesses, if they are not where programs see them. */
  private Optional<ContextLayout> fields(int pc) {
    PointerType type = pointerTypes.of(pc);
    return type == null
        ? Optional.empty()
        : type == PointerType.CTX ? layout : KernelPointers.fields(type);
  }

  private Optional<ContextField> field(int pc, Insn.Load load) {
    return fields(pc).flatMap(layout -> layout.read(load.offset(), load.size().bytes()));
  }

  private Optional<ContextField> field(int pc, Insn.Store store) {
    return fields(pc).flatMap(layout -> layout.write(store.offset(), store.size().bytes()));
  }

  /** The end of the last byte that some path accesses. */
  int accessedBytes() {
    int bytes = 0;
    for (int pc = 0; pc < facts.size(); pc++) {
      if (pointerTypes.of(pc) == PointerType.CTX) {
        int end =
            switch (facts.insn(pc)) {
              case Insn.Load load -> load.offset() + load.size().bytes();
              case Insn.Store store -> store.offset() + store.size().bytes();
              case Insn.Alu _,
                  Insn.Neg _,
                  Insn.MoveSigned _,
                  Insn.Swap _,
                  Insn.AddrSpaceCast _,
                  Insn.MovePerCpu _,
                  Insn.LoadImm64 _,
                  Insn.LoadAbs _,
                  Insn.LoadInd _,
                  Insn.Atomic _,
                  Insn.Jump _,
                  Insn.Branch _,
                  Insn.JumpIndirect _,
                  Insn.MayGoto _,
                  Insn.CallHelper _,
                  Insn.CallBpf _,
                  Insn.CallKfunc _,
                  Insn.CallRegister _,
                  Insn.Exit _,
                  Insn.TailCall _,
                  Insn.NoSpec _,
                  Insn.Invalid _ ->
                  0;
            };
        bytes = Math.max(bytes, end);
      }
    }
    return bytes;
  }

  /** What stands in place of the instruction at a slot of the program as loaded. */
  Optional<List<RawInsn>> rewrite(int pc) {
    return switch (facts.insn(pc)) {
      case Insn.Load load -> field(pc, load).map(field -> encode(lowering(field).load(load)));
      case Insn.Store store -> field(pc, store).map(field -> encode(lowering(field).store(store)));
      case Insn.Alu _,
          Insn.Neg _,
          Insn.MoveSigned _,
          Insn.Swap _,
          Insn.AddrSpaceCast _,
          Insn.MovePerCpu _,
          Insn.LoadImm64 _,
          Insn.LoadAbs _,
          Insn.LoadInd _,
          Insn.Atomic _,
          Insn.Jump _,
          Insn.Branch _,
          Insn.JumpIndirect _,
          Insn.MayGoto _,
          Insn.CallHelper _,
          Insn.CallBpf _,
          Insn.CallKfunc _,
          Insn.CallRegister _,
          Insn.Exit _,
          Insn.TailCall _,
          Insn.NoSpec _,
          Insn.Invalid _ ->
          Optional.empty();
    };
  }

  private ContextLowering lowering(ContextField field) {
    if (field.access().isEmpty()) {
      throw Refusal.of(
          Rule.UNSUPPORTED, "accesses to %s are not supported yet".formatted(field.name()));
    }
    return new ContextLowering(field, readsTimeStampType);
  }

  static List<RawInsn> encode(List<Insn> insns) {
    return insns.stream().flatMap(insn -> insn.encode().stream()).toList();
  }
}
