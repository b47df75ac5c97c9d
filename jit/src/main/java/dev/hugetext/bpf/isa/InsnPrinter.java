package dev.hugetext.bpf.isa;

import java.util.List;
import java.util.Optional;

/**
 * Disassembly as the kernel prints it in the verifier's log and {@code bpftool prog dump xlated}
 * prints it: {@code (61) r0 = *(u32 *)(r1 +0)}.
 *
 * <p>Works on slots, not on decoded instructions, for the log also prints what it then refuses.
 * Compared with a 6.18.44 kernel on several hundred instructions. Arena forms print as {@code BUG},
 * as there.
 */
public final class InsnPrinter {
  private final InsnNames names;

  public InsnPrinter(InsnNames names) {
    this.names = names;
  }

  /** The instruction at {@code slot} with its opcode in parentheses. */
  public static String text(List<RawInsn> insns, int slot) {
    return new InsnPrinter(InsnNames.PLAIN).line(insns, slot);
  }

  /** The instruction at {@code slot} with its opcode in parentheses. */
  public String line(List<RawInsn> insns, int slot) {
    RawInsn raw = insns.get(slot);
    return rowFor(raw)
        .map(row -> describe(row, insns, slot))
        .map(text -> text.startsWith("BUG") ? text : "(%02x) %s".formatted(raw.opcode(), text))
        .orElse("BUG_%02x".formatted(raw.opcode()));
  }

  /** One line per instruction, with its slot number, as {@code bpftool} lists a program. */
  public String listing(List<RawInsn> insns) {
    StringBuilder out = new StringBuilder();
    int slot = 0;
    while (slot < insns.size()) {
      out.append("%4d: %s\n".formatted(slot, line(insns, slot)));
      slot += Insn.decode(insns, slot).slots();
    }
    return out.toString();
  }

  /**
   * A wrong offset or size makes a form invalid, but it still prints as the plain one; a 32-bit
   * move that sign-extends 32 bits prints as what it would be.
   */
  private static Optional<BpfOpcode> rowFor(RawInsn raw) {
    if (raw.opcode() == BpfOpcode.MOVSX32_16.opcode() && raw.off() == 32) {
      return Optional.of(BpfOpcode.MOVSX32_16);
    }
    return BpfOpcode.of(raw)
        .or(() -> BpfOpcode.of(raw.withOff((short) 0)))
        .or(() ->
            OpcodeIndex.rows(raw.opcode()).stream()
                .filter(row -> row.operation() instanceof SwapOp)
                .findFirst());
  }

  private String describe(BpfOpcode row, List<RawInsn> insns, int slot) {
    RawInsn raw = insns.get(slot);
    RegWidth width = row.insnClass().width();
    return switch (row.operation()) {
      case AluOp op ->
          "%s %s %s".formatted(register(width, raw.dst()), op.symbol(), source(row, raw, "%d"));
      case Cond cond ->
          "if %s %s %s goto pc%+d"
              .formatted(
                  register(width, raw.dst()), cond.symbol(), source(row, raw, "0x%x"), raw.off());
      case SwapOp op -> "r%d = %s%d r%d".formatted(raw.dst(), swapName(op), raw.imm(), raw.dst());
      case AtomicOp op -> atomic(op, row.size(), raw);
      case SpecialOp op -> special(op, row, insns, slot);
    };
  }

  private static String swapName(SwapOp op) {
    return switch (op) {
      case LE -> "le";
      case BE -> "be";
      case BSWAP -> "bswap";
    };
  }

  private static String register(RegWidth width, int number) {
    return width.prefix() + number;
  }

  private static String source(BpfOpcode row, RawInsn raw, String immediate) {
    return row.sourceIsRegister()
        ? register(row.insnClass().width(), raw.src())
        : immediate.formatted(raw.imm());
  }

  private static String atomic(AtomicOp op, MemSize size, RawInsn raw) {
    String memory = "(%s *)(r%d %+d)".formatted(size.text(), raw.dst(), raw.off());
    String call = size == MemSize.DW ? "atomic64_" : "atomic_";
    int reg = raw.src();
    return switch (op) {
      case ADD -> "lock *%s += r%d".formatted(memory, reg);
      case OR -> "lock *%s |= r%d".formatted(memory, reg);
      case AND -> "lock *%s &= r%d".formatted(memory, reg);
      case XOR -> "lock *%s ^= r%d".formatted(memory, reg);
      case FETCH_ADD -> "r%d = %sfetch_add(%s, r%d)".formatted(reg, call, memory, reg);
      case FETCH_OR -> "r%d = %sfetch_or(%s, r%d)".formatted(reg, call, memory, reg);
      case FETCH_AND -> "r%d = %sfetch_and(%s, r%d)".formatted(reg, call, memory, reg);
      case FETCH_XOR -> "r%d = %sfetch_xor(%s, r%d)".formatted(reg, call, memory, reg);
      case XCHG -> "r%d = %sxchg(%s, r%d)".formatted(reg, call, memory, reg);
      case CMPXCHG -> "r0 = %scmpxchg(%s, r0, r%d)".formatted(call, memory, reg);
      case LOAD_ACQUIRE ->
          "r%d = load_acquire((%s *)(r%d %+d))"
              .formatted(raw.dst(), size.text(), raw.src(), raw.off());
      case STORE_RELEASE -> "store_release(%s, r%d)".formatted(memory, reg);
    };
  }

  private String special(SpecialOp op, BpfOpcode row, List<RawInsn> insns, int slot) {
    RawInsn raw = insns.get(slot);
    return switch (op) {
      case NEG -> {
        String dst = register(row.insnClass().width(), raw.dst());
        yield "%s = -%s".formatted(dst, dst);
      }
      case MOVSX -> {
        RegWidth width = row.insnClass().width();
        yield "%s = (s%d)%s"
            .formatted(register(width, raw.dst()), raw.off(), register(width, raw.src()));
      }
      case ADDR_SPACE_CAST ->
          "r%d = addr_space_cast(r%d, %d, %d)"
              .formatted(raw.dst(), raw.src(), raw.imm() >>> 16, raw.imm() & 0xffff);
      case MOV_PERCPU -> "r%d = &(void __percpu *)(r%d)".formatted(raw.dst(), raw.src());
      case LD_IMM64 -> imm64(insns, slot);
      case LD_ABS -> "r0 = *(%s *)skb[%d]".formatted(row.size().text(), raw.imm());
      case LD_IND -> "r0 = *(%s *)skb[r%d + %d]".formatted(row.size().text(), raw.src(), raw.imm());
      case LOAD -> memory("BUG_ldx", row, raw, load(row.size().text(), raw));
      case LOAD_SIGNED -> memory("BUG_ldx", row, raw, load(row.size().signedText(), raw));
      case STORE -> store(row, raw);
      case JA ->
          row.insnClass() == InsnClass.JMP32
              ? "gotol pc%+d".formatted(raw.imm())
              : "goto pc%+d".formatted(raw.off());
      case GOTOX -> "gotox r%d".formatted(raw.dst());
      case MAY_GOTO -> "may_goto pc%+d".formatted(raw.off());
      case CALL_HELPER -> "call " + names.helper(slot, raw.imm());
      case CALL_BPF -> "call " + names.bpfCall(slot, raw);
      case CALL_KFUNC -> "call " + names.kfunc(slot, raw);
      case CALLX -> "callx r%d".formatted(raw.dst());
      case EXIT -> "exit";
      case TAIL_CALL -> "tail_call";
      case NOSPEC -> "nospec";
      case PROBE_ATOMIC -> "BUG_%02x".formatted(raw.opcode());
    };
  }

  private String imm64(List<RawInsn> insns, int slot) {
    return switch (Insn.decode(insns, slot)) {
      case Insn.LoadImm64 load ->
          "r%d = %s".formatted(load.dst().number(), names.imm64(slot, load));
      case Insn ignored -> "BUG_%02x".formatted(insns.get(slot).opcode());
    };
  }

  private static String load(String type, RawInsn raw) {
    return "r%d = *(%s *)(r%d %+d)".formatted(raw.dst(), type, raw.src(), raw.off());
  }

  private static String store(BpfOpcode row, RawInsn raw) {
    String memory = "*(%s *)(r%d %+d)".formatted(row.size().text(), raw.dst(), raw.off());
    return row.insnClass() == InsnClass.STX
        ? memory("BUG", row, raw, "%s = r%d".formatted(memory, raw.src()))
        : memory("BUG_st", row, raw, "%s = %d".formatted(memory, raw.imm()));
  }

  private static String memory(String bug, BpfOpcode row, RawInsn raw, String text) {
    return switch (row.accessMode()) {
      case MEM, PROBE_MEM -> text;
      case PROBE_MEM32 -> "%s_%02x".formatted(bug, raw.opcode());
    };
  }
}
