package dev.hugetext.x86.disasm;

import dev.hugetext.x86.asm.Assembler;
import dev.hugetext.x86.decode.Decoded;
import dev.hugetext.x86.decode.Decoder;
import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.OperandKind;
import dev.hugetext.x86.table.RflagsSet;
import dev.hugetext.x86.table.Width;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The page {@code x86/ISA.md}: every row of the table, each with an example. */
final class IsaPage {
  private static final String HEAD =
      """
      # The instructions

      Generated from `x86.table.Form`; `IsaPageTest` says how to renew it. Opcodes and operands are in the notation of the Intel SDM, volume 2: \
      `REX.W?` means that the operand size (`B` 8, `W` 16, `D` 32, `Q` 64 bits) chooses 66, nothing or REX.W, `+w` that the opcode is one less for \
      8 bits, `LOCK?` that LOCK is legal before memory. Flags: o s z a p c; *written* take a defined value, *undefined* may have any, *read* are \
      looked at. Shifts and rotates by a masked count of 0 leave all flags.

      | row | opcode | operands | widths | does | written | undefined | read | AT&T | Intel |
      |---|---|---|---|---|---|---|---|---|---|
      """;

  private IsaPage() {}

  static String text() {
    var page = new StringBuilder(HEAD);
    for (Form form : Form.values()) {
      page.append(line(form)).append('\n');
    }
    return page.append('\n').append(Form.values().length).append(" rows.\n").toString();
  }

  private static String line(Form form) {
    Instruction example = example(form);
    return List.of(
            code(form.name()),
            code(form.encoding().notation()),
            form.operands().stream().map(OperandKind::notation).collect(Collectors.joining(", ")),
            form.widths().stream().map(Width::name).collect(Collectors.joining()),
            form.effect().name().toLowerCase(Locale.ROOT).replace('_', ' '),
            letters(form.written()),
            letters(form.undefined()),
            letters(form.read()),
            code(Listing.line(example, 0).replaceAll(" +", " ")),
            code(Listing.line(example, 0, Syntax.INTEL).replaceAll(" +", " ")))
        .stream()
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  private static String letters(RflagsSet flags) {
    return "oszapc"
        .chars()
        .filter(letter -> flags.contains(RflagsSet.parse(Character.toString(letter)).bits()))
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  /** An instruction of the row at its widest. */
  private static Instruction example(Form form) {
    Width width = List.copyOf(form.widths()).getLast();
    Operand[] operands = form.operands().stream().map(IsaPage::operand).toArray(Operand[]::new);
    var assembler = new Assembler();
    if (form.hasCondition()) {
      assembler.emit(form, width, Condition.NE, operands);
    } else {
      assembler.emit(form, width, operands);
    }
    byte[] bytes = assembler.toBytes();
    return ((Decoded.Ok) new Decoder().decode(bytes, 0, bytes.length)).insn();
  }

  private static Operand operand(OperandKind kind) {
    return switch (kind) {
      case RM, RM8, RM16, RM32, M, M8 -> Mem.base(Gpr.RDI, 8);
      case R -> Operand.reg(Gpr.RSI);
      case R_OPCODE -> Operand.reg(Gpr.RBX);
      case R_VEX -> Operand.reg(Gpr.RDX);
      case ACC -> Operand.reg(Gpr.RAX);
      case CL -> Operand.reg(Gpr.RCX);
      case ONE -> Operand.imm(1);
      case IMM8, COUNT8 -> Operand.imm(5);
      case IMM -> Operand.imm(0x12);
      case REL8, REL32 -> Operand.rel(0x10);
    };
  }
}
