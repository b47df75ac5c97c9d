package dev.hugetext.x86.asm;

import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Appends instructions, and at the end gives their bytes. The code is position-independent: it
 * knows displacements and labels, no addresses.
 *
 * <p>A form with numeric {@link Operand.Rel} operands is written exactly as asked. Only branches to
 * a {@link Label} are relaxed: they take the short form where it reaches.
 *
 * <p>Operands are in Intel order (destination first), complete: also A, CL and 1, which have no
 * bytes, are given. Not safe for use by several threads.
 */
public final class Assembler {
  private final CodeBuffer fixed = new CodeBuffer(); // everything but label branches
  private final List<Branch> branches = new ArrayList<>();
  private final Encoder encoder = new Encoder(fixed);
  private int branchBytes;
  private boolean lockNext;
  private boolean rexNext;

  /** An assembler without code. */
  public Assembler() {}

  /**
   * Bytes so far. Exact as long as no relaxed label branch was appended; those count with their
   * longest form here.
   */
  public int position() {
    return fixed.length() + branchBytes;
  }

  /**
   * Appends an instruction without a condition.
   *
   * @throws IllegalArgumentException if the operands do not fit: says form, width, operands and
   *     what is legal
   */
  public Assembler emit(Form form, Width width, Operand... operands) {
    return emit(form, width, null, List.of(operands));
  }

  /**
   * Appends jcc, at width Q, or cmovcc by the widest form, 64 bits.
   *
   * @throws IllegalArgumentException as {@link #emit(Form, Width, Operand...)}
   */
  public Assembler emit(Form form, Condition condition, Operand... operands) {
    return emit(form, Width.Q, condition, List.of(operands));
  }

  /**
   * Appends an instruction that has both a condition and a choice of widths.
   *
   * @throws IllegalArgumentException as {@link #emit(Form, Width, Operand...)}
   */
  public Assembler emit(Form form, Width width, Condition condition, Operand... operands) {
    return emit(form, width, condition, List.of(operands));
  }

  /** Appends an instruction as a decoder gave it. */
  public Assembler emit(Instruction insn) {
    encoder.encode(insn);
    return this;
  }

  private Assembler emit(
      Form form, Width width, @Nullable Condition condition, List<Operand> operands) {
    try {
      encoder.encode(form, width, condition, operands, lockNext, rexNext);
    } finally {
      lockNext = false;
      rexNext = false;
    }
    return this;
  }

  /** Puts a LOCK prefix before the next instruction. */
  public Assembler lock() {
    lockNext = true;
    return this;
  }

  /** Gives the next instruction a REX prefix (40) even if nothing in it needs one. */
  public Assembler rex() {
    rexNext = true;
    return this;
  }

  /**
   * Appends nops of the kernel's table, the longest first, as its padding does.
   *
   * @param bytes how many bytes in all, 0 or more
   */
  public Assembler nop(int bytes) {
    for (int left = bytes; left > 0; left -= KernelNops.LONGEST) {
      KernelNops.emit(this, Math.min(left, KernelNops.LONGEST));
    }
    return this;
  }

  /** A new label, not bound yet. */
  public Label label() {
    return new Label(this);
  }

  /**
   * Binds the label to here.
   *
   * @throws IllegalStateException if it is bound already
   */
  public Assembler bind(Label label) {
    own(label);
    if (label.isBound()) {
      throw new IllegalStateException("the label is bound already");
    }
    label.bind(fixed.length(), branches.size());
    return this;
  }

  /** Appends a jump to the label, short if that reaches. */
  public Assembler jump(Label target) {
    return add(Branch.jump(fixed.length(), true, null, own(target)));
  }

  /** Appends a conditional jump to the label, short if that reaches. */
  public Assembler jump(Condition condition, Label target) {
    return add(Branch.jump(fixed.length(), true, condition, own(target)));
  }

  /** Appends a jump to the label with a 32-bit displacement. */
  public Assembler jumpNear(Label target) {
    return add(Branch.jump(fixed.length(), false, null, own(target)));
  }

  /** Appends a conditional jump to the label with a 32-bit displacement. */
  public Assembler jumpNear(Condition condition, Label target) {
    return add(Branch.jump(fixed.length(), false, condition, own(target)));
  }

  /** Appends a call of the label. */
  public Assembler call(Label target) {
    return add(Branch.call(fixed.length(), own(target)));
  }

  /** Appends bytes as they are. */
  public Assembler bytes(byte... values) {
    fixed.put(values, 0, values.length);
    return this;
  }

  /**
   * The code so far, with every branch resolved.
   *
   * @throws IllegalStateException if a branch goes to a label that was never bound
   */
  public byte[] toBytes() {
    for (Branch branch : branches) {
      if (!branch.target().isBound()) {
        throw new IllegalStateException(
            "%s to a label that is not bound".formatted(branch.nearForm()));
      }
    }
    var relaxation = new Relaxation(branches);
    var result = new CodeBuffer();
    var writer = new Encoder(result);
    int copied = 0;
    for (int i = 0; i < branches.size(); i++) {
      Branch branch = branches.get(i);
      fixed.copyTo(result, copied, branch.fixedBytes());
      copied = branch.fixedBytes();
      write(writer, branch, relaxation.isNear(i), relaxation.displacement(i));
    }
    fixed.copyTo(result, copied, fixed.length());
    return result.toArray();
  }

  private static void write(Encoder writer, Branch branch, boolean near, int displacement) {
    Form shortForm = branch.shortForm();
    Form form = near || shortForm == null ? branch.nearForm() : shortForm;
    List<Operand> target = List.of(Operand.rel(displacement));
    writer.encode(form, Width.Q, branch.condition(), target, false, false);
  }

  private Assembler add(Branch branch) {
    branches.add(branch);
    branchBytes += branch.nearLength();
    return this;
  }

  private Label own(Label label) {
    if (!label.belongsTo(this)) {
      throw new IllegalArgumentException("a label of another assembler");
    }
    return label;
  }
}
