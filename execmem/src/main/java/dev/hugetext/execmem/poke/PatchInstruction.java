package dev.hugetext.execmem.poke;

import dev.hugetext.execmem.outcome.KernelBug;
import dev.hugetext.x86.cpu.Cpu;
import dev.hugetext.x86.cpu.CpuState;
import dev.hugetext.x86.decode.Decoded;
import dev.hugetext.x86.decode.Decoder;
import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * An instruction that live text can be patched to, because the breakpoint handler can do what it
 * does: {@code int3, ret, call, jmp, jcc}, and the nops of 2 and 5 bytes.
 *
 * @param form its row of the table
 * @param length bytes of the instruction itself
 * @param target where it leads to, for those that lead somewhere
 * @param condition of a {@code jcc}, else null
 */
record PatchInstruction(Form form, int length, long target, @Nullable Condition condition) {
  private static final int SHORT_NOP = 2;
  private static final int LONG_NOP = 5;

  /**
   * What {@code bytes} will be at {@code address}.
   *
   * @throws KernelBug if it is nothing that can be emulated, or is followed by something that would
   *     be reached and is not it
   */
  static PatchInstruction of(long address, byte[] bytes) {
    if (!(new Decoder().decode(bytes, 0, bytes.length) instanceof Decoded.Ok(Instruction insn))) {
      throw refused(address, bytes);
    }
    boolean known =
        switch (insn.form()) {
          case INT3, RET, CALL_REL32, JMP_REL8, JMP_REL32, JCC_REL8, JCC_REL32 -> true;
          case NOP, NOP_RM -> insn.length() == SHORT_NOP || insn.length() == LONG_NOP;
          default -> false; // any other row of the table
        };
    boolean fallsThrough = insn.form() != Form.RET && insn.form() != Form.INT3 && !jumps(insn);
    if (!known || (fallsThrough && insn.length() != bytes.length) || !padded(insn, bytes)) {
      throw refused(address, bytes);
    }
    long next = address + insn.length();
    boolean leads = !insn.operands().isEmpty() && insn.operand(0) instanceof Operand.Rel;
    long target = leads ? next + ((Operand.Rel) insn.operand(0)).displacement() : next;
    return new PatchInstruction(insn.form(), insn.length(), target, insn.condition());
  }

  private static boolean jumps(Instruction insn) {
    return insn.form() == Form.JMP_REL8 || insn.form() == Form.JMP_REL32;
  }

  /** What follows an instruction that does not fall through must be {@code int3}. */
  private static boolean padded(Instruction insn, byte[] bytes) {
    for (int i = insn.length(); i < bytes.length; i++) {
      if (bytes[i] != TextPokeBatch.INT3) {
        return false;
      }
    }
    return true;
  }

  private static KernelBug refused(long address, byte[] bytes) {
    return new KernelBug(
        "text_poke_bp: cannot emulate %s at 0x%x"
            .formatted(HexFormat.ofDelimiter(" ").formatHex(bytes), address));
  }

  /**
   * Does on {@code cpu} what the instruction does; false for {@code int3}, which is others' work.
   */
  boolean emulate(Cpu cpu) {
    CpuState state = cpu.state();
    long stack = state.get(Gpr.RSP);
    switch (form) {
      case INT3 -> {
        return false;
      }
      case RET -> {
        state.setRip(cpu.load(stack, Width.Q));
        state.set(Gpr.RSP, stack + Long.BYTES);
      }
      case CALL_REL32 -> {
        cpu.store(stack - Long.BYTES, Width.Q, state.rip() - 1 + length); // rip is behind int3
        state.set(Gpr.RSP, stack - Long.BYTES);
        state.setRip(target);
      }
      case JCC_REL8, JCC_REL32 -> {
        boolean taken = condition != null && condition.holds(state.rflags());
        state.setRip(taken ? target : state.rip() - 1 + length);
      }
      default -> state.setRip(target); // jumps, and nops, which jump to the next instruction
    }
    return true;
  }
}
