package dev.hugetext.verifier.transfer;

import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.Frame;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.PointerValue;

/** The checks that every operand register passes. */
final class Registers {
  private static final int FRAME_POINTER = Frame.REGISTERS - 1;

  private final Exploration exploration;
  private final boolean privileged;

  Registers(Exploration exploration, Environment environment) {
    this.exploration = exploration;
    this.privileged = environment.privileged();
  }

  /** A register that is read: it exists and was written. */
  RegValue read(MachineState state, int register) {
    checkExists(register);
    exploration.touch(register);
    RegValue value = state.register(register);
    if (value instanceof RegValue.NotInit) {
      throw Refusal.of(Rule.REGISTER_INITIALISED, "R%d !read_ok".formatted(register));
    }
    return value;
  }

  /** A register that is about to be written: it exists and is not the frame pointer. */
  void checkWritable(int register) {
    checkExists(register);
    exploration.touch(register);
    if (register == FRAME_POINTER) {
      throw Refusal.of(Rule.FRAME_POINTER, "frame pointer is read only");
    }
  }

  private static void checkExists(int register) {
    if (register >= Frame.REGISTERS) {
      throw Refusal.of(Rule.REGISTER_NUMBER, "R%d is invalid".formatted(register));
    }
  }

  /** Whether giving the value away would tell an unprivileged program an address. */
  boolean leaks(RegValue value) {
    return !privileged && value instanceof PointerValue;
  }

  /** Refuses to give away a pointer; {@code where} completes the kernel's sentence. */
  void checkLeak(MachineState state, int register, String where) {
    if (leaks(state.register(register))) {
      throw Refusal.of(Rule.POINTER_LEAK, "R%d leaks addr %s".formatted(register, where));
    }
  }
}
