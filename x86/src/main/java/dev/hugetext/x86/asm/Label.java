package dev.hugetext.x86.asm;

/** A place in the code of one {@link Assembler}: made, bound once, jumped to. */
public final class Label {
  private static final int UNBOUND = -1;

  private final Assembler owner;
  private int fixedBytes = UNBOUND;
  private int branches;

  Label(Assembler owner) {
    this.owner = owner;
  }

  boolean belongsTo(Assembler assembler) {
    return owner == assembler;
  }

  boolean isBound() {
    return fixedBytes != UNBOUND;
  }

  /**
   * Says where the label is, without knowing yet how long branches are.
   *
   * @param fixed bytes before it that are no label branches
   * @param branchesBefore number of label branches before it
   */
  void bind(int fixed, int branchesBefore) {
    fixedBytes = fixed;
    branches = branchesBefore;
  }

  int fixedBytes() {
    return fixedBytes;
  }

  int branchesBefore() {
    return branches;
  }
}
