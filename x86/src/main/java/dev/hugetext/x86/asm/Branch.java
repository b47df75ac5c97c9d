package dev.hugetext.x86.asm;

import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;
import java.util.List;
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
  private static final int JUMP_LENGTH = length(Form.JMP_REL32, null);
  private static final int BRANCH_LENGTH = length(Form.JCC_REL32, Condition.O);
  private static final int CALL_LENGTH = length(Form.CALL_REL32, null);

  /** Bytes of both short forms. */
  static final int SHORT_LENGTH = length(Form.JMP_REL8, null);

  private static int length(Form form, @Nullable Condition condition) {
    var buffer = new CodeBuffer();
    List<Operand> target = List.of(Operand.rel(0));
    new Encoder(buffer).encode(form, Width.Q, condition, target, false, false);
    return buffer.length();
  }

  static Branch jump(int at, boolean mayBeShort, @Nullable Condition condition, Label target) {
    if (condition == null) {
      Form shortForm = mayBeShort ? Form.JMP_REL8 : null;
      return new Branch(at, shortForm, Form.JMP_REL32, JUMP_LENGTH, null, target);
    }
    Form shortForm = mayBeShort ? Form.JCC_REL8 : null;
    return new Branch(at, shortForm, Form.JCC_REL32, BRANCH_LENGTH, condition, target);
  }

  static Branch call(int at, Label target) {
    return new Branch(at, null, Form.CALL_REL32, CALL_LENGTH, null, target);
  }
}
