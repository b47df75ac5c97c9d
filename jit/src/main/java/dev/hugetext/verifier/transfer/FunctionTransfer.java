package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.proto.ReturnRange;
import dev.hugetext.verifier.domain.Scalar;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.Frame;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.PointerType;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.PointerValue;
import dev.hugetext.verifier.state.RegValue.ScalarValue;
import java.util.Optional;

/** Calls of the program's own functions: each is explored anew from every caller. */
final class FunctionTransfer {
  private static final int ARGUMENTS = 5;
  private static final String EXIT = "BPF_EXIT instruction in main prog";

  private final ProgramFacts facts;
  private final Exploration exploration;
  private final Registers registers;
  private final Optional<ReturnRange> returns;

  FunctionTransfer(ProgramFacts facts, Exploration exploration, Registers registers) {
    this.facts = facts;
    this.exploration = exploration;
    this.registers = registers;
    this.returns = ReturnRange.of(facts.program().type(), facts.program().attach());
  }

  private void checkResult(MachineState state, ReturnRange range) {
    if (!(state.register(0) instanceof ScalarValue result)) {
      throw Refusal.of(
          Rule.EXIT_VALUE,
          "At program exit the register R0 is not a known value (%s)"
              .formatted(state.register(0).typeText()));
    }
    exploration.markPrecise(0);
    Scalar number = result.number();
    if (number.smin() >= range.min() && number.smax() <= range.max()) {
      return;
    }
    String low = number.smin() == Long.MIN_VALUE ? "" : " smin=%d".formatted(number.smin());
    String high = number.smax() == Long.MAX_VALUE ? "" : " smax=%d".formatted(number.smax());
    String known = low.isEmpty() && high.isEmpty() ? " unknown scalar value" : low + high;
    throw Refusal.of(
        Rule.EXIT_VALUE,
        "At program exit the register R0 has%s should have been in [%d, %d]"
            .formatted(known, range.min(), range.max()));
  }

  Step enter(MachineState state, int pc, int target) {
    int caller = state.currentFrame();
    if (caller + 1 >= MachineState.MAX_FRAMES) {
      throw Refusal.of(
          Rule.CALL_DEPTH, "the call stack of %d frames is too deep".formatted(caller + 2));
    }
    Frame callee = state.push(facts.functions().startingAt(target), pc);
    Frame from = state.edit(caller);
    for (int register = 1; register <= ARGUMENTS; register++) {
      callee.setRegister(register, from.register(register));
    }
    for (int register = 0; register < HelperTransfer.CALLER_SAVED; register++) {
      from.setRegister(register, RegValue.NotInit.VALUE);
    }
    exploration.touch(0);
    return new Step.Entered(target);
  }

  Step exit(MachineState state) {
    if (state.currentFrame() == 0) {
      ObligationChecks.checkNone(state, EXIT);
      registers.read(state, 0);
      registers.checkLeak(state, 0, "as return value");
      returns.ifPresent(range -> checkResult(state, range));
      return new Step.Exit();
    }
    RegValue result = state.register(0);
    if (result instanceof PointerValue pointer && pointer.type() == PointerType.STACK) {
      throw Refusal.of(Rule.RETURN_VALUE, "cannot return stack pointer to the caller");
    }
    exploration.noteLeaving(state);
    int callsite = state.frame().callsite();
    state.pop();
    state.setRegister(0, result);
    return new Step.Returned(callsite + 1);
  }
}
