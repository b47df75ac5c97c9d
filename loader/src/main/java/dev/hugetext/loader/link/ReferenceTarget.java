package dev.hugetext.loader.link;

/** What an instruction's immediate must come to name. */
sealed interface ReferenceTarget {
  /** A function of the program: called, or its address taken. */
  record Function(CodeFunction function) implements ReferenceTarget {}

  /** A map, by its index in the object. */
  record Map(int index) implements ReferenceTarget {}

  /**
   * A place in the value of a global-data map.
   *
   * @param offset of the symbol in the value, in bytes; the instruction's immediate adds to it
   */
  record MapValue(int index, int offset) implements ReferenceTarget {}

  /** A number: the address of a kernel symbol, or 0 for one that may be missing. */
  record Constant(long value) implements ReferenceTarget {}

  /** A variable of the kernel, by the number of its {@code VAR} in the kernel's BTF. */
  record KernelVariable(int type) implements ReferenceTarget {}

  /** A function of the kernel, by the number of its {@code FUNC} in the kernel's BTF. */
  record KernelFunction(int type) implements ReferenceTarget {}

  /**
   * A function that the kernel may lack, and does: a call that is never reached in a right program.
   *
   * @param number of the function among the object's externs
   */
  record NoFunction(int number) implements ReferenceTarget {}

  /** What cannot be had: the program that refers to it is not loaded. */
  record Missing(String reason) implements ReferenceTarget {}
}
