package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.isa.AtomicOp;
import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.InsnClass;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import java.util.Optional;

/** Fields that an instruction does not use must be zero; looked at when it is first explored. */
final class ReservedFields {
  private static final int OPERATION = 0xf0;
  private static final int MODE = 0xe0;

  private ReservedFields() {}

  static void check(RawInsn insn) {
    Optional<BpfOpcode> row = BpfOpcode.of(insn);
    if (row.isPresent() && !row.get().isInternal() && row.get().reservedFieldsAreZero(insn)) {
      return;
    }
    if (row.isEmpty() && isAtomic(insn)) {
      for (AtomicOp op : AtomicOp.values()) {
        if (op.code() == insn.imm()) {
          throw Refusal.of(Rule.ATOMIC_SIZE, "invalid atomic operand size");
        }
      }
      throw Refusal.of(
          Rule.ATOMIC_OPERATION,
          "BPF_ATOMIC uses invalid atomic opcode %02x".formatted(insn.imm()));
    }
    throw Refusal.of(Rule.RESERVED_FIELDS, family(insn) + " uses reserved fields");
  }

  private static boolean isAtomic(RawInsn insn) {
    int operation = insn.opcode() & MODE;
    return InsnClass.of(insn.opcode()) == InsnClass.STX
        && operation == (BpfOpcode.ATOMIC_ADD_DW.opcode() & MODE);
  }

  /** The kernel's word for the family of instructions. */
  private static String family(RawInsn insn) {
    int operation = insn.opcode() & OPERATION;
    return switch (InsnClass.of(insn.opcode())) {
      case ALU, ALU64 ->
          operation == (BpfOpcode.MOV64_X.opcode() & OPERATION)
              ? "BPF_MOV"
              : operation == (BpfOpcode.NEG64.opcode() & OPERATION)
                  ? "BPF_NEG"
                  : operation == (BpfOpcode.BE16.opcode() & OPERATION) ? "BPF_END" : "BPF_ALU";
      case JMP, JMP32 ->
          operation == (BpfOpcode.JA.opcode() & OPERATION)
              ? "BPF_JA"
              : operation == (BpfOpcode.CALL_HELPER.opcode() & OPERATION)
                  ? "BPF_CALL"
                  : operation == (BpfOpcode.EXIT.opcode() & OPERATION)
                      ? "BPF_EXIT"
                      : "BPF_JMP/JMP32";
      case LD -> insn.opcode() == BpfOpcode.LD_IMM64.opcode() ? "BPF_LD_IMM64" : "BPF_LD_[ABS|IND]";
      case LDX -> "BPF_LDX";
      case ST -> "BPF_ST";
      case STX -> "BPF_STX";
    };
  }
}
