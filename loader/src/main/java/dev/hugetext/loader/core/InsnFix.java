package dev.hugetext.loader.core;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.RawInsn;
import java.util.List;
import java.util.Optional;

/** Carries a {@link Fix} out: puts numbers into instructions. */
public final class InsnFix {
  /** The helper that poisoned instructions call, "bad relo": no kernel has one of that number. */
  static final int POISON = 0xbad2310;

  private final List<RawInsn> insns;

  /**
   * @param insns the slots, which are changed
   */
  public InsnFix(List<RawInsn> insns) {
    this.insns = insns;
  }

  /**
   * Changes the instruction at {@code slot}.
   *
   * @return why it cannot be changed, as a phrase; empty if it was
   */
  public Optional<String> apply(int slot, Fix fix) {
    return switch (fix) {
      case Fix.Keep() -> Optional.empty();
      case Fix.Poison() -> {
        poison(slot);
        yield Optional.empty();
      }
      case Fix.Change change -> change(slot, change);
      case Fix.Impossible(String reason) -> Optional.of(reason);
    };
  }

  private void poison(int slot) {
    var call = new RawInsn(BpfOpcode.CALL_HELPER.opcode(), 0, 0, (short) 0, POISON);
    if (isWide(slot)) {
      insns.set(slot + 1, call);
    }
    insns.set(slot, call);
  }

  private boolean isWide(int slot) {
    return slot + 1 < insns.size() && insns.get(slot).opcode() == BpfOpcode.LD_IMM64.opcode();
  }

  private Optional<String> change(int slot, Fix.Change change) {
    RawInsn insn = insns.get(slot);
    Optional<BpfOpcode> row = BpfOpcode.of(insn);
    if (row.isEmpty()) {
      return Optional.of("opcode 0x%02x".formatted(insn.opcode()));
    }
    return switch (row.get().insnClass()) {
      case ALU, ALU64 -> immediate(slot, insn, row.get(), change);
      case LDX, ST, STX -> memory(slot, insn, change);
      case LD -> wide(slot, insn, change);
      case JMP, JMP32 -> Optional.of("a jump, which holds no such number");
    };
  }

  private Optional<String> immediate(int slot, RawInsn insn, BpfOpcode row, Fix.Change change) {
    if (row.sourceIsRegister()) {
      return Optional.of("arithmetic with a register");
    }
    if (change.isCertain() && insn.imm() != (int) change.before()) {
      return Optional.of(holds(insn.imm(), change));
    }
    insns.set(slot, insn.withImm((int) change.after()));
    return Optional.empty();
  }

  private Optional<String> memory(int slot, RawInsn insn, Fix.Change change) {
    if (change.isCertain() && insn.off() != change.before()) {
      return Optional.of(holds(insn.off(), change));
    }
    if (change.after() > Short.MAX_VALUE) {
      return Optional.of("offset %d of a field".formatted(change.after()));
    }
    if (change.bytesBefore() == change.bytesAfter()) {
      insns.set(slot, insn.withOff((short) change.after()));
      return Optional.empty();
    }
    if (!change.canResize()) {
      poison(slot);
      return Optional.empty();
    }
    return resize(slot, insn, change);
  }

  private Optional<String> resize(int slot, RawInsn insn, Fix.Change change) {
    int bytes = BpfOpcode.of(insn).orElseThrow().size().bytes();
    boolean isAccess = Long.bitCount(change.bytesAfter()) == 1 && change.bytesAfter() <= 8;
    if (bytes != change.bytesBefore() || !isAccess) {
      return Optional.of(
          "an access of %d bytes to a field of %d, which has %d"
              .formatted(bytes, change.bytesBefore(), change.bytesAfter()));
    }
    int opcode = BpfOpcode.resized(insn.opcode(), MemSize.ofBytes((int) change.bytesAfter()));
    insns.set(
        slot, new RawInsn(opcode, insn.dst(), insn.src(), (short) change.after(), insn.imm()));
    return Optional.empty();
  }

  private Optional<String> wide(int slot, RawInsn insn, Fix.Change change) {
    if (!isWide(slot) || insn.src() != 0 || insn.off() != 0) {
      return Optional.of("a load of packet data, or of no plain number");
    }
    RawInsn second = insns.get(slot + 1);
    long value = Integer.toUnsignedLong(insn.imm()) | (long) second.imm() << Integer.SIZE;
    if (change.isCertain() && value != change.before()) {
      return Optional.of(holds(value, change));
    }
    insns.set(slot, insn.withImm((int) change.after()));
    insns.set(slot + 1, second.withImm((int) (change.after() >> Integer.SIZE)));
    return Optional.empty();
  }

  private static String holds(long value, Fix.Change change) {
    return "the instruction holds %d and not %d".formatted(value, change.before());
  }
}
