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
}
