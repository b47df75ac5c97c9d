package dev.hugetext.verifier.transfer;

/**
 * One access to memory through a register.
 *
 * @param register number of the base register
 * @param off constant offset of the instruction, in bytes
 * @param size bytes
 * @param write whether it stores
 * @param value the register that is loaded or stored, or -1 for none
 * @param form what kind of instruction it is
 * @param constant for {@link Form#STORE_CONSTANT}, the stored number
 * @param aligned whether it must be aligned to its size in any kind of memory
 */
record Access(
    int register,
    int off,
    int size,
    boolean write,
    int value,
    Form form,
    int constant,
    boolean aligned) {
  /** The kinds of accessing instructions, as far as they differ in what is known afterwards. */
  enum Form {
    LOAD,
    LOAD_SIGNED,
    STORE,
    STORE_CONSTANT,
    ATOMIC,
    /** A byte that a helper fills. */
    HELPER
  }

  static Access load(int base, int off, int size, boolean signed, int into) {
    Form form = signed ? Form.LOAD_SIGNED : Form.LOAD;
    return new Access(base, off, size, false, into, form, 0, false);
  }

  static Access store(int base, int off, int size, int value) {
    return new Access(base, off, size, true, value, Form.STORE, 0, false);
  }

  static Access storeConstant(int base, int off, int size, int constant) {
    return new Access(base, off, size, true, -1, Form.STORE_CONSTANT, constant, false);
  }

  static Access atomic(int base, int off, int size, boolean write, int value) {
    return new Access(base, off, size, write, value, Form.ATOMIC, 0, true);
  }

  static Access fill(int base, int off) {
    return new Access(base, off, 1, true, -1, Form.HELPER, 0, false);
  }

  /** The same, aligned to its size in any kind of memory. */
  Access strictlyAligned() {
    return new Access(register, off, size, write, value, form, constant, true);
  }

  boolean loads() {
    return !write && value >= 0;
  }
}
