package dev.hugetext.selftests.fuzz;

import dev.hugetext.bpf.proto.ProgramType;
import java.util.ArrayList;
import java.util.List;

/**
 * One function in the making: its code, and which registers hold numbers.
 *
 * <p>R6 keeps the context in the main function; R7 to R9 always hold numbers.
 */
final class Draft {
  static final int CONTEXT = 6;
  static final int FRAME_POINTER = 10;

  private final Dice dice;
  private final CodeBuffer code;
  private final ProgramType type;
  private final boolean main;
  private final CodeBuffer.Label out = new CodeBuffer.Label();
  private int numbers;
  private int kept;

  Draft(Dice dice, CodeBuffer code, ProgramType type, boolean main) {
    this.dice = dice;
    this.code = code;
    this.type = type;
    this.main = main;
  }

  Dice dice() {
    return dice;
  }

  CodeBuffer code() {
    return code;
  }

  ProgramType type() {
    return type;
  }

  /** Whether it has the context in R6. */
  boolean isMain() {
    return main;
  }

  /** Where the function ends. */
  CodeBuffer.Label out() {
    return out;
  }

  /** The register now holds a number. */
  void number(int register) {
    numbers |= 1 << register;
  }

  /** The register may no longer hold a number. */
  void forget(int register) {
    numbers &= ~(1 << register);
  }

  /** A call lost R0 to R5; R0 holds a number afterwards where {@code result}. */
  void called(boolean result) {
    numbers &= ~0x3f;
    if (result) {
      number(0);
    }
  }

  int numbers() {
    return numbers;
  }

  void setNumbers(int numbers) {
    this.numbers = numbers;
  }

  /** The register must not be written for now. */
  void keep(int register) {
    kept |= 1 << register;
  }

  void release(int register) {
    kept &= ~(1 << register);
  }

  /** A register that holds a number; very rarely any register. */
  int anyNumber() {
    if (dice.below(400) == 0) {
      return dice.below(10);
    }
    List<Integer> found = new ArrayList<>();
    for (int register = 0; register < FRAME_POINTER; register++) {
      if ((numbers >> register & 1) != 0) {
        found.add(register);
      }
    }
    return found.isEmpty() ? 7 : dice.of(found);
  }

  /** A register with a number that may be changed. */
  int changeable() {
    for (int tries = 0; tries < 20; tries++) {
      int register = anyNumber();
      if ((kept >> register & 1) == 0 && !(main && register == CONTEXT)) {
        return register;
      }
    }
    return target();
  }

  /** A register that may be overwritten. */
  int target() {
    for (int tries = 0; tries < 20; tries++) {
      int register = dice.below(10);
      if ((kept >> register & 1) == 0 && !(main && register == CONTEXT)) {
        return register;
      }
    }
    return 0;
  }
}
