package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.Frame;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.PointerType;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.PointerValue;
import java.util.EnumSet;
import java.util.Set;

/**
 * Legacy packet loads: the context is in R6, the number goes to R0, R1 to R5 are lost. One that
 * misses the packet ends the function with 0.
 */
final class PacketLoadTransfer {
  private static final int CONTEXT = 6;
  private static final Set<ProgramType> TYPES =
      EnumSet.of(ProgramType.SOCKET_FILTER, ProgramType.SCHED_CLS, ProgramType.SCHED_ACT);

  private final ProgramFacts facts;
  private final Exploration exploration;
  private final Registers registers;
  private final FunctionTransfer functions;

  PacketLoadTransfer(
      ProgramFacts facts,
      Exploration exploration,
      Registers registers,
      FunctionTransfer functions) {
    this.facts = facts;
    this.exploration = exploration;
    this.registers = registers;
    this.functions = functions;
  }

  Step apply(MachineState state, int pc, Insn.LoadAbs ignored) {
    context(state);
    return load(state, pc);
  }

  Step apply(MachineState state, int pc, Insn.LoadInd insn) {
    context(state);
    registers.read(state, insn.src().number());
    return load(state, pc);
  }

  private void context(MachineState state) {
    if (!TYPES.contains(facts.program().type())) {
      throw Refusal.of(
          Rule.PACKET_LOAD_TYPE, "BPF_LD_[ABS|IND] instructions not allowed for this program type");
    }
    RegValue value = registers.read(state, CONTEXT);
    ObligationChecks.checkNone(state, "BPF_LD_[ABS|IND]");
    if (!(value instanceof PointerValue pointer) || pointer.type() != PointerType.CTX) {
      throw Refusal.of(
          Rule.PACKET_LOAD_CONTEXT, "at the time of BPF_LD_ABS|IND R6 != pointer to skb");
    }
    ContextTransfer.checkUnmodified(CONTEXT, pointer);
  }

  private Step load(MachineState state, int pc) {
    Frame frame = state.edit(state.currentFrame());
    for (int register = 0; register < HelperTransfer.CALLER_SAVED; register++) {
      frame.setRegister(register, RegValue.NotInit.VALUE);
    }
    exploration.touch(0);
    state.setRegister(0, RegValue.ScalarValue.UNKNOWN);
    if (state.currentFrame() == 0) {
      return new Step.Next(pc + 1); // ending the program needs no exploration
    }
    exploration.putOff(pc + 1, state.copy());
    state.setRegister(0, RegValue.ScalarValue.ZERO);
    return functions.exit(state);
  }
}
