package dev.hugetext.x86.insn;

import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One instruction: a form with all that it leaves open.
 *
 * <p>That width, condition and operands fit the form is checked where instructions become bytes
 * ({@code x86.asm}); a decoder makes fitting ones only.
 *
 * @param form the row of the table
 * @param width operand size; Q for forms that have none
 * @param condition where {@link Form#hasCondition}, else null
 * @param operands in Intel order, as {@link Form#operands} says, fixed operands (A, CL, 1) included
 * @param lock whether a LOCK prefix stands before it
 * @param bareRex whether a REX prefix stands before the opcode that no operand needs (40)
 * @param length in bytes, 1..15
 * @param prefixes all bytes before the opcode's (legacy prefixes and REX), where some of them are
 *     needless, so that lock and bareRex do not say everything; else empty
 */
public record Instruction(
    Form form,
    Width width,
    @Nullable Condition condition,
    List<Operand> operands,
    boolean lock,
    boolean bareRex,
    int length,
    List<Byte> prefixes) {

  /** The longest legal instruction, in bytes (SDM vol. 2, 2.3.11). */
  public static final int MAX_LENGTH = 15;

  public Instruction {
    Objects.requireNonNull(form, "form");
    Objects.requireNonNull(width, "width");
    prefixes = prefixes.isEmpty() ? List.of() : List.copyOf(prefixes);
    if (length < 1 || length > MAX_LENGTH) {
      throw new IllegalArgumentException("length %d of %s".formatted(length, form));
    }
  }

  /** An instruction without needless prefixes. */
  public Instruction(
      Form form,
      Width width,
      @Nullable Condition condition,
      List<Operand> operands,
      boolean lock,
      boolean bareRex,
      int length) {
    this(form, width, condition, operands, lock, bareRex, length, List.of());
  }

  /** Operand {@code i} in Intel order. */
  public Operand operand(int i) {
    return operands.get(i);
  }
}
