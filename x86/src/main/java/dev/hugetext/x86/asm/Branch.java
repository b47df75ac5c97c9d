package dev.hugetext.x86.asm;

import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.table.Form;
import org.jspecify.annotations.Nullable;

/**
 * A jump or call to a label, not yet in bytes.
 *
 * @param fixedBytes bytes before it that are no label branches
 * @param shortForm the row of two bytes, or null where only the near one may be used
 * @param nearForm the row with a 32-bit displacement
 * @param nearLength bytes of the near form
 * @param condition for jcc
 */
record Branch(
    int fixedBytes,
    @Nullable Form shortForm,
    Form nearForm,
    int nearLength,
    @Nullable Condition condition,
    Label target) {
  static final int SHORT_LENGTH = 2;

  static Branch jump(int at, boolean mayBeShort, @Nullable Condition condition, Label target) {
    if (condition == null) {
      return new Branch(at, mayBeShort ? Form.JMP_REL8 : null, Form.JMP_REL32, 5, null, target);
    }
    return new Branch(at, mayBeShort ? Form.JCC_REL8 : null, Form.JCC_REL32, 6, condition, target);
  }

  static Branch call(int at, Label target) {
    return new Branch(at, null, Form.CALL_REL32, 5, null, target);
  }
}
