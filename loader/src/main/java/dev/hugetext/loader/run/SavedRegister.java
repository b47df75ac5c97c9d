package dev.hugetext.loader.run;

import dev.hugetext.x86.insn.Gpr;
import java.util.List;

/** Where {@code struct pt_regs} has each register. */
final class SavedRegister {
  private static final int WORD = 8;

  /** In the order of the structure, as far as code of programs is concerned. */
  private static final List<Gpr> ORDER =
      List.of(
          Gpr.R15, Gpr.R14, Gpr.R13, Gpr.R12, Gpr.RBP, Gpr.RBX, Gpr.R11, Gpr.R10, Gpr.R9, Gpr.R8,
          Gpr.RAX, Gpr.RCX, Gpr.RDX, Gpr.RSI, Gpr.RDI);

  private SavedRegister() {}

  static int offset(Gpr register) {
    return ORDER.indexOf(register) * WORD;
  }

  static Gpr at(int offset) {
    return ORDER.get(offset / WORD);
  }
}
