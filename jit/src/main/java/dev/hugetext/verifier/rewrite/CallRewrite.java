package dev.hugetext.verifier.rewrite;

import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.bpf.lower.HelperInlining;
import dev.hugetext.bpf.lower.LoweredCode;
import dev.hugetext.bpf.lower.PacketAccess;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.verifier.transfer.CallRecord;
import dev.hugetext.verifier.transfer.ProgramFacts;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Calls of helpers become instructions, or calls of what the map's own type has for them; legacy
 * packet loads become calls, and tail calls jumps.
 */
final class CallRewrite {
  private final ProgramFacts facts;
  private final CallRecord calls;

  CallRewrite(ProgramFacts facts, CallRecord calls) {
    this.facts = facts;
    this.calls = calls;
  }

  /** What stands in place of the instruction at a slot of the program as loaded. */
  Optional<LoweredCode> rewrite(int pc) {
    return switch (facts.insn(pc)) {
      case Insn.LoadAbs load -> Optional.of(PacketAccess.lower(load));
      case Insn.LoadInd load -> Optional.of(PacketAccess.lower(load));
      case Insn.CallHelper(int id) -> HelperTable.of(id).flatMap(helper -> helper(pc, helper));
      case Insn.Alu _,
          Insn.Neg _,
          Insn.MoveSigned _,
          Insn.Swap _,
          Insn.AddrSpaceCast _,
          Insn.MovePerCpu _,
          Insn.LoadImm64 _,
          Insn.Load _,
          Insn.Store _,
          Insn.Atomic _,
          Insn.Jump _,
          Insn.Branch _,
          Insn.JumpIndirect _,
          Insn.MayGoto _,
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

  private Optional<LoweredCode> helper(int pc, HelperTable helper) {
    OptionalInt map = calls.map(pc);
    if (helper == HelperTable.TAIL_CALL) {
      return Optional.of(tailCall(map, calls.key(pc)));
    }
    return map.isPresent()
        ? HelperInlining.lower(helper, facts.map(map.getAsInt()))
        : HelperInlining.lower(helper);
  }

  /** With map and index known, the slot is bound to the jump itself. */
  private static LoweredCode tailCall(OptionalInt map, OptionalLong index) {
    var out = new LoweredCode.Builder();
    return map.isPresent() && index.isPresent()
        ? out.add(
                new Insn.TailCall(0),
                new Symbol.TailCallSlot(map.getAsInt(), (int) index.getAsLong()))
            .build()
        : out.add(new Insn.TailCall(0)).build();
  }
}
