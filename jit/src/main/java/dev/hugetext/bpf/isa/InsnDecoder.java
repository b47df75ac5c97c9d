package dev.hugetext.bpf.isa;

import java.util.List;
import java.util.Optional;

/** From slots to {@link Insn}, by the rows of {@link BpfOpcode}. */
final class InsnDecoder {
  private InsnDecoder() {}

  static Insn decode(List<RawInsn> insns, int index) {
    RawInsn raw = insns.get(index);
    Optional<BpfOpcode> found = BpfOpcode.of(raw);
    if (found.isEmpty()) {
      return new Insn.Invalid(raw, "unknown opcode %02x".formatted(raw.opcode()));
    }
    if (!Reg.exists(raw.dst()) || !Reg.exists(raw.src())) {
      int bad = Reg.exists(raw.dst()) ? raw.src() : raw.dst();
      return new Insn.Invalid(raw, "R%d is invalid".formatted(bad));
    }
    BpfOpcode row = found.get();
    if (row.slots() == 2) {
      return index + 1 < insns.size()
          ? wide(raw, insns.get(index + 1))
          : new Insn.Invalid(raw, "the second slot is missing");
    }
    return switch (row.operation()) {
      case AluOp op ->
          new Insn.Alu(op, row.insnClass().width(), Reg.of(raw.dst()), source(row, raw));
      case Cond cond -> branch(cond, row, raw);
      case AtomicOp op -> atomic(op, row, raw);
      case SwapOp op -> new Insn.Swap(op, swapSize(raw), Reg.of(raw.dst()));
      case SpecialOp op -> special(op, row, raw);
    };
  }

  private static Insn wide(RawInsn first, RawInsn second) {
    return new Insn.LoadImm64(
        Imm64Kind.of(first.src()), Reg.of(first.dst()), first.imm(), second.imm());
  }

  private static Source source(BpfOpcode row, RawInsn raw) {
    return row.sourceIsRegister()
        ? new Source.FromReg(Reg.of(raw.src()))
        : new Source.Imm(raw.imm());
  }

  private static Insn branch(Cond cond, BpfOpcode row, RawInsn raw) {
    return new Insn.Branch(
        cond, row.insnClass().width(), Reg.of(raw.dst()), source(row, raw), raw.off());
  }

  private static Insn atomic(AtomicOp op, BpfOpcode row, RawInsn raw) {
    return new Insn.Atomic(
        op, row.size(), row.accessMode(), Reg.of(raw.dst()), raw.off(), Reg.of(raw.src()));
  }

  private static MemSize swapSize(RawInsn raw) {
    return MemSize.ofBytes(raw.imm() / 8);
  }

  private static Insn special(SpecialOp op, BpfOpcode row, RawInsn raw) {
    Reg dst = Reg.of(raw.dst());
    Reg src = Reg.of(raw.src());
    return switch (op) {
      case NEG -> new Insn.Neg(row.insnClass().width(), dst);
      case MOVSX ->
          new Insn.MoveSigned(row.insnClass().width(), MemSize.ofBytes(raw.off() / 8), dst, src);
      case ADDR_SPACE_CAST ->
          new Insn.AddrSpaceCast(dst, src, raw.imm() >>> 16, raw.imm() & 0xffff);
      case MOV_PERCPU -> new Insn.MovePerCpu(dst, src);
      case LD_IMM64 -> throw new IllegalStateException("takes two slots: " + row);
      case LD_ABS -> new Insn.LoadAbs(row.size(), raw.imm());
      case LD_IND -> new Insn.LoadInd(row.size(), src, raw.imm());
      case LOAD -> new Insn.Load(row.size(), false, row.accessMode(), dst, src, raw.off());
      case LOAD_SIGNED -> new Insn.Load(row.size(), true, row.accessMode(), dst, src, raw.off());
      case STORE -> store(row, raw);
      case JA ->
          row.insnClass() == InsnClass.JMP32
              ? new Insn.Jump(true, raw.imm())
              : new Insn.Jump(false, raw.off());
      case GOTOX -> new Insn.JumpIndirect(dst);
      case MAY_GOTO -> new Insn.MayGoto(raw.off());
      case CALL_HELPER -> new Insn.CallHelper(raw.imm());
      case CALL_BPF -> new Insn.CallBpf(raw.imm());
      case CALL_KFUNC -> new Insn.CallKfunc(raw.imm(), raw.off());
      case CALLX -> new Insn.CallRegister(dst);
      case EXIT -> new Insn.Exit();
      case TAIL_CALL -> new Insn.TailCall(raw.imm());
      case NOSPEC -> new Insn.NoSpec();
      case PROBE_ATOMIC -> probeAtomic(row, raw);
    };
  }

  private static Insn store(BpfOpcode row, RawInsn raw) {
    Source source =
        row.insnClass() == InsnClass.STX
            ? new Source.FromReg(Reg.of(raw.src()))
            : new Source.Imm(raw.imm());
    return new Insn.Store(row.size(), row.accessMode(), Reg.of(raw.dst()), raw.off(), source);
  }

  private static Insn probeAtomic(BpfOpcode row, RawInsn raw) {
    for (AtomicOp op : AtomicOp.values()) {
      if (op.code() == raw.imm()) {
        return atomic(op, row, raw);
      }
    }
    return new Insn.Invalid(raw, "invalid atomic opcode %02x".formatted(raw.imm()));
  }
}
