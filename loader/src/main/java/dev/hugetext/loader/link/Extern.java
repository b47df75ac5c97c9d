package dev.hugetext.loader.link;

/** Something that an object refers to and the kernel has. */
sealed interface Extern {
  /** As the object calls it. */
  String name();

  /** Whether the object can do without it. */
  boolean weak();

  /**
   * A setting of the kernel, which becomes a constant of the program.
   *
   * @param type number of its type in the object's BTF
   * @param offset of its value in the map of settings, in bytes
   */
  record Setting(String name, boolean weak, int type, int offset) implements Extern {}

  /**
   * A variable of the kernel.
   *
   * @param type number of its type in the object's BTF; 0 if it has none, and then the kernel's
   *     symbols tell where it is, not its BTF
   */
  record Variable(String name, boolean weak, int type) implements Extern {
    boolean isTyped() {
      return type != 0;
    }
  }

  /**
   * A function of the kernel.
   *
   * @param type number of its prototype in the object's BTF
   * @param number its place among the externs, for a call that cannot be
   */
  record Function(String name, boolean weak, int type, int number) implements Extern {}

  /** Something of which nothing but the name is known: nobody can say what it is. */
  record Unknown(String name, boolean weak) implements Extern {}
}
