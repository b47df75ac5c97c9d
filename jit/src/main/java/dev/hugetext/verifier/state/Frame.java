package dev.hugetext.verifier.state;

import dev.hugetext.verifier.state.RegValue.PointerValue;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * The registers and the stack of one active function.
 *
 * <p>Slot 0 is the one just below the frame pointer: slot i holds the bytes at {@code [-8(i+1),
 * -8i)}. A frame is shared by copies of a state until {@link MachineState#edit} clones it.
 */
public final class Frame {
  /** Registers of a frame, R0 to R10. */
  public static final int REGISTERS = 11;

  private static final int FRAME_POINTER = 10;
  private static final StackSlot[] NO_STACK = {};

  private final int number;
  private final int function;
  private final int callsite;
  private final Role role;
  private final RegValue[] registers;
  private StackSlot[] stack;
  private int iterations;

  private Frame(
      int number, int function, int callsite, Role role, RegValue[] registers, StackSlot[] stack) {
    this.number = number;
    this.function = function;
    this.callsite = callsite;
    this.role = role;
    this.registers = registers;
    this.stack = stack;
  }

  /**
   * A frame at a function's entry: only the frame pointer is initialised.
   *
   * @param number 0 for the outermost frame
   * @param function index of the function that runs in it
   * @param callsite index of the calling instruction, -1 in the outermost frame
   * @param role why it runs
   */
  public static Frame enter(int number, int function, int callsite, Role role) {
    RegValue[] registers = new RegValue[REGISTERS];
    Arrays.fill(registers, RegValue.NotInit.VALUE);
    registers[FRAME_POINTER] = PointerValue.framePointer(number);
    return new Frame(number, function, callsite, role, registers, NO_STACK);
  }

  Frame copy() {
    Frame copy = new Frame(number, function, callsite, role, registers.clone(), stack.clone());
    copy.iterations = iterations;
    return copy;
  }

  public int number() {
    return number;
  }

  public int function() {
    return function;
  }

  public int callsite() {
    return callsite;
  }

  public Role role() {
    return role;
  }

  /** How often the helper that is being called from here has called its callback. */
  public int iterations() {
    return iterations;
  }

  /** Sets {@link #iterations}; only on a frame from {@link MachineState#edit}. */
  public void setIterations(int iterations) {
    this.iterations = iterations;
  }

  /** What is known of a register, 0..10. */
  public RegValue register(int register) {
    return registers[register];
  }

  /** How many slots have been reached so far. */
  public int slots() {
    return stack.length;
  }

  /** A slot; one that was never reached is invalid. */
  public StackSlot slot(int slot) {
    return slot < stack.length ? stack[slot] : StackSlot.INVALID;
  }

  /** Sets a register; only on a frame from {@link MachineState#edit}. */
  public void setRegister(int register, RegValue value) {
    registers[register] = value;
  }

  /** Sets a slot that was reached; only on a frame from {@link MachineState#edit}. */
  public void setSlot(int slot, StackSlot value) {
    stack[slot] = value;
  }

  /** Makes at least {@code slots} slots exist. */
  void grow(int slots) {
    int old = stack.length;
    stack = Arrays.copyOf(stack, slots);
    Arrays.fill(stack, old, slots, StackSlot.INVALID);
  }

  /** Whether {@code change} changes a register or a spilled one. */
  @SuppressWarnings("ReferenceEquality") // a change that is none gives back the same object
  boolean changes(UnaryOperator<RegValue> change) {
    for (RegValue value : registers) {
      if (change.apply(value) != value) {
        return true;
      }
    }
    for (StackSlot slot : stack) {
      if (slot.holdsRegister() && change.apply(slot.spilled()) != slot.spilled()) {
        return true;
      }
    }
    return false;
  }

  /** Applies {@code change} to every register and spilled register. */
  @SuppressWarnings("ReferenceEquality") // as above
  void change(UnaryOperator<RegValue> change) {
    for (int register = 0; register < REGISTERS; register++) {
      registers[register] = change.apply(registers[register]);
    }
    for (int slot = 0; slot < stack.length; slot++) {
      StackSlot old = stack[slot];
      if (old.holdsRegister()) {
        RegValue value = change.apply(old.spilled());
        if (value != old.spilled()) {
          stack[slot] = old.withRegister(value);
        }
      }
    }
  }
}
