package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.PointerType;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.PointerValue;
import dev.hugetext.verifier.state.RegValue.ScalarValue;
import dev.hugetext.verifier.transfer.GlobalFunction.Parameter;
import java.util.List;

/**
 * Functions that are judged alone: a call only needs arguments that fit the prototype, and the
 * function is explored once with whatever fits.
 */
public final class GlobalCalls {
  private final ProgramFacts facts;
  private final Exploration exploration;
  private final Registers registers;
  private final MemoryArguments arguments;
  private final NullChecks nulls;

  GlobalCalls(
      ProgramFacts facts, Exploration exploration, Registers registers, MemoryArguments arguments) {
    this.facts = facts;
    this.exploration = exploration;
    this.registers = registers;
    this.arguments = arguments;
    this.nulls = new NullChecks(facts);
  }

  /** A call of the function, which is left with any number. */
  void call(MachineState state, int function) {
    if (state.obligations().holdsLock()) {
      throw Refusal.of(
          Rule.LOCK_HELD,
          "global function calls are not allowed while holding a lock,\nuse static function instead");
    }
    try {
      List<Parameter> parameters = new GlobalFunction(facts, function).parameters();
      for (int i = 0; i < parameters.size(); i++) {
        check(state, i, parameters.get(i));
      }
    } catch (Refusal refusal) {
      throw refusal.before(
          "Caller passes invalid args into func#%d ('%s')"
              .formatted(function, facts.types().name(function)));
    }
    if (facts.changesPackets(function)) {
      HelperTransfer.forgetPackets(state);
    }
    for (int register = 0; register < HelperTransfer.CALLER_SAVED; register++) {
      state.setRegister(register, RegValue.NotInit.VALUE);
    }
    exploration.touch(0);
    state.setRegister(0, ScalarValue.UNKNOWN);
    exploration.noteGlobalCall(function);
  }

  private void check(MachineState state, int index, Parameter parameter) {
    int register = index + 1;
    RegValue value = state.register(register);
    switch (parameter) {
      case Parameter.AnyNumber ignored -> {
        if (!(value instanceof ScalarValue)) {
          throw Refusal.of(Rule.FUNCTION_ARGUMENT, "R%d is not a scalar".formatted(register));
        }
      }
      case Parameter.Context ignored -> {
        if (!(value instanceof PointerValue pointer) || pointer.type() != PointerType.CTX) {
          throw Refusal.of(
              Rule.FUNCTION_ARGUMENT, "arg#%d expects pointer to ctx".formatted(index));
        }
        ContextTransfer.checkUnmodified(register, pointer);
      }
      case Parameter.Memory memory -> memory(state, register, memory);
    }
  }

  private void memory(MachineState state, int register, Parameter.Memory memory) {
    RegValue value = registers.read(state, register);
    if (value.isZero() && memory.maybeNull()) {
      return;
    }
    if (value instanceof PointerValue pointer && pointer.maybeNull()) {
      if (!memory.maybeNull()) {
        throw Refusal.of(
            Rule.FUNCTION_ARGUMENT, "arg#%d is expected to be non-NULL".formatted(register - 1));
      }
      state.setRegister(register, nulls.checked(pointer));
    }
    try {
      arguments.checkReadWrite(state, register, memory.size());
    } catch (Refusal refusal) {
      throw refusal.as(Errno.EINVAL);
    }
  }

  /** The state in which the function is explored. */
  public void enter(MachineState state, int function) {
    List<Parameter> parameters = new GlobalFunction(facts, function).parameters();
    for (int i = 0; i < parameters.size(); i++) {
      state.setRegister(
          i + 1,
          switch (parameters.get(i)) {
            case Parameter.AnyNumber ignored -> ScalarValue.UNKNOWN;
            case Parameter.Context ignored -> PointerValue.to(PointerType.CTX);
            case Parameter.Memory(int size, boolean maybeNull) -> {
              PointerValue memory = PointerValue.ofMemory(PointerType.MEM, size);
              yield maybeNull ? memory.orNull(exploration.freshId()) : memory;
            }
          });
    }
  }
}
