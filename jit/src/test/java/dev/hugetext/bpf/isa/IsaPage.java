package dev.hugetext.bpf.isa;

import java.util.List;

/** The page about the instruction set, made of its table. */
final class IsaPage {
  private static final String HEAD =
      """
      # The eBPF instruction set

      Made from the table `BpfOpcode`; do not edit. Renew: run the tests of `jit` with `-Dgolden.update=true`.

      RFC 9669 and Linux 6.18. An instruction is 8 bytes: opcode, registers (destination in the low half), offset (16 bits), immediate (32 bits).
      Forms that share an opcode are told apart by one field. Fields listed under "zero" must be zero; fields in none of the columns are operands.
      Groups: those of the RFC; *kernel*: Linux only; *internal*: made by the verifier after acceptance, never accepted from a user;
      *refused*: LLVM emits it, Linux refuses it; *newer*: in kernels after 6.18. The first kernels are general knowledge, not measured.

      """;

  private IsaPage() {}

  static String text() {
    StringBuilder page = new StringBuilder(HEAD);
    for (InsnClass insnClass : InsnClass.values()) {
      page.append("## %s (class %d)%n%n".formatted(insnClass, insnClass.ordinal()));
      page.append("| opcode | if | form | reads as | zero | group | RFC 9669 | -mcpu | kernel |\n");
      page.append("|---|---|---|---|---|---|---|---|---|\n");
      for (BpfOpcode row : BpfOpcode.values()) {
        if (row.insnClass() == insnClass) {
          page.append(line(row));
        }
      }
      page.append('\n');
    }
    return page.toString();
  }

  private static String line(BpfOpcode row) {
    return "| %02x | %s | `%s` | `%s` | %s | %s | %s | %s | %s |\n"
        .formatted(
            row.opcode(),
            row.selectorText(),
            row,
            example(row).replace("|", "\\|"),
            row.reservedText(),
            row.group().text(),
            row.rfcSection(),
            row.cpuLevel().text(),
            row.firstKernel());
  }

  /** As it prints with operands that do not have to be zero. */
  private static String example(BpfOpcode row) {
    RawInsn raw =
        row.insn(
            used(row, Field.DST, 1),
            used(row, Field.SRC, 2),
            used(row, Field.OFF, 8),
            used(row, Field.IMM, 5));
    List<RawInsn> slots =
        row.slots() == 2 ? List.of(raw, new RawInsn(0, 0, 0, (short) 0, 0)) : List.of(raw);
    String text = InsnPrinter.text(slots, 0);
    return text.startsWith("BUG") ? "-" : text.substring(text.indexOf(' ') + 1);
  }

  private static int used(BpfOpcode row, Field field, int value) {
    return row.mustBeZero(field) ? 0 : value;
  }
}
