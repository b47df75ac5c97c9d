package dev.hugetext.verifier.log;

import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.InsnPrinter;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.verifier.explore.LiveRegisters;
import java.util.List;

/** The table of live registers: one column per register R0 to R9 before each instruction. */
final class LiveText {
  private static final int COLUMNS = 10;

  private final List<RawInsn> insns;

  LiveText(List<RawInsn> insns) {
    this.insns = insns;
  }

  String table(LiveRegisters live) {
    StringBuilder out = new StringBuilder("Live regs before insn:\n");
    for (int pc = 0; pc < insns.size(); pc += Insn.decode(insns, pc).slots()) {
      out.append("    %3d: ".formatted(pc));
      for (int register = 0; register < COLUMNS; register++) {
        boolean alive = (live.before(pc) >> register & 1) != 0;
        out.append(alive ? (char) ('0' + register) : '.');
      }
      out.append(' ').append(InsnPrinter.text(insns, pc)).append('\n');
    }
    return out.toString();
  }
}
