package dev.hugetext.verifier.domain;

/** How a conditional jump compares its two operands; {@code SET} tests for common bits. */
public enum Relation {
  EQ,
  NE,
  GT,
  GE,
  LT,
  LE,
  SGT,
  SGE,
  SLT,
  SLE,
  SET,
  /** The opposite of {@link #SET}; not an instruction, only what the other arm of one says. */
  NOT_SET;

  /** The relation that holds exactly where this one does not. */
  public Relation negated() {
    return switch (this) {
      case EQ -> NE;
      case NE -> EQ;
      case GT -> LE;
      case GE -> LT;
      case LT -> GE;
      case LE -> GT;
      case SGT -> SLE;
      case SGE -> SLT;
      case SLT -> SGE;
      case SLE -> SGT;
      case SET -> NOT_SET;
      case NOT_SET -> SET;
    };
  }

  /** The relation that says the same with the operands exchanged. */
  public Relation flipped() {
    return switch (this) {
      case EQ, NE, SET, NOT_SET -> this;
      case GT -> LT;
      case GE -> LE;
      case LT -> GT;
      case LE -> GE;
      case SGT -> SLT;
      case SGE -> SLE;
      case SLT -> SGT;
      case SLE -> SGE;
    };
  }
}
