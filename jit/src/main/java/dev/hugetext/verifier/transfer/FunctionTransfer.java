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
import dev.hugetext.verifier.state.Role;
import dev.hugetext.verifier.state.Widening;
import java.util.Optional;

/**
 * Calls of the program's own functions, and what ends them. Static functions are explored anew from
 * every caller.
 */
final class FunctionTransfer {
  private static final int ARGUMENTS = 5;
  private static final String EXIT = "BPF_EXIT instruction in main prog";
  private static final ReturnRange OF_CALLBACK = new ReturnRange(0, 1);
  private static final ReturnRange OF_TIMER = new ReturnRange(0, 0);

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

  Step enter(MachineState state, int pc, int target) {
    int caller = state.currentFrame();
    if (caller + 1 >= MachineState.MAX_FRAMES) {
      throw Refusal.of(
          Rule.CALL_DEPTH, "the call stack of %d frames is too deep".formatted(caller + 2));
    }
    Frame callee = state.push(facts.functions().startingAt(target), pc, Role.FUNCTION);
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
    return switch (state.frame().role()) {
      case PROGRAM -> {
        end(state);
        returns.ifPresent(range -> checkResult(state, range, "At program exit"));
        yield new Step.Exit();
      }
      case GLOBAL -> {
        end(state);
        if (!(state.register(0) instanceof ScalarValue)) {
          throw Refusal.of(
              Rule.EXIT_VALUE,
              "At subprogram exit the register R0 is not a scalar value (%s)"
                  .formatted(state.register(0).typeText()));
        }
        yield new Step.Exit();
      }
      case LATER -> {
        end(state);
        checkResult(state, OF_TIMER, "At async callback return");
        yield new Step.Exit();
      }
      case FUNCTION -> returnToCaller(state);
      case CALLBACK -> returnToHelper(state);
    };
  }

  private void end(MachineState state) {
    ObligationChecks.checkNone(state, EXIT);
    registers.read(state, 0);
    registers.checkLeak(state, 0, "as return value");
  }

  private void checkResult(MachineState state, ReturnRange range, String where) {
    if (!(state.register(0) instanceof ScalarValue result)) {
      throw Refusal.of(
          Rule.EXIT_VALUE,
          "%s the register R0 is not a known value (%s)"
              .formatted(where, state.register(0).typeText()));
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
        "%s the register R0 has%s should have been in [%d, %d]"
            .formatted(where, known, range.min(), range.max()));
  }

  private Step returnToCaller(MachineState state) {
    RegValue result = state.register(0);
    checkNoStack(result);
    int callsite = leave(state);
    state.setRegister(0, result);
    return new Step.Returned(callsite + 1);
  }

  /** Back to the helper, which may call the callback again; what it returned, nobody sees. */
  private Step returnToHelper(MachineState state) {
    checkNoStack(state.register(0));
    if (!(state.register(0) instanceof ScalarValue)) {
      throw Refusal.of(Rule.CALLBACK_RESULT, "R0 not a scalar value");
    }
    checkResult(state, OF_CALLBACK, "At callback return");
    int callsite = leave(state);
    MachineState before = exploration.before(callsite, state);
    if (before != null) {
      Widening.apply(before, state);
    }
    return new Step.Returned(callsite);
  }

  private static void checkNoStack(RegValue result) {
    if (result instanceof PointerValue pointer && pointer.type() == PointerType.STACK) {
      throw Refusal.of(Rule.RETURN_VALUE, "cannot return stack pointer to the caller");
    }
  }

  private int leave(MachineState state) {
    exploration.noteLeaving(state);
    int callsite = state.frame().callsite();
    state.pop();
    return callsite;
  }
}
