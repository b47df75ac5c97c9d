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
   * @param typed whether the kernel's BTF tells where it is; otherwise its symbol does
   */
  record Variable(String name, boolean weak, boolean typed) implements Extern {}

  /**
   * A function of the kernel.
   *
   * @param number its place among the externs, for a call that cannot be
   */
  record Function(String name, boolean weak, int number) implements Extern {}

  /** Something of which nothing but the name is known: nobody can say what it is. */
  record Unknown(String name, boolean weak) implements Extern {}
}
