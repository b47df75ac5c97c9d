package dev.hugetext.jit;

import dev.hugetext.x86.insn.Condition;
import org.jspecify.annotations.Nullable;

/**
 * The jump at the end of an instruction's fragment.
 *
 * @param kind which of the three
 * @param target index of the slot jumped to; of no meaning for {@link Kind#TO_EPILOGUE}
 * @param condition of a conditional jump, else null
 */
record JumpSite(Kind kind, int target, @Nullable Condition condition) {

  /** What the kernel's passes tell apart. */
  enum Kind {
    CONDITIONAL,
    /** Vanishes where it leads to the next byte. */
    ALWAYS,
    /** Every exit after the first. */
    TO_EPILOGUE
  }
}
