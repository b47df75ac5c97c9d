package dev.hugetext.selftests.fuzz;

import dev.hugetext.bpf.isa.AtomicOp;
import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.Field;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.proto.ProgramType;
import java.util.ArrayList;
import java.util.List;

/**
 * Programs around one random slot: before it all registers hold numbers but R1, which holds the
 * context, and R9, which points to the stack; behind it stand two moves and an exit. Whether such a
 * program is accepted depends on hardly more than whether the slot is an instruction.
 */
public final class SingleSlots {
  private static final int STACK_POINTER = 9;
  private static final int STACK_BYTES = 64;
  private static final List<Integer> OFFSETS = List.of(0, 0, 0, 0, 1, -1, 2, 8, 16, 32, -8, -64);
  private static final List<Integer> IMMEDIATES = List.of(0, 0, 0, 0, 1, -1, 2, 8, 16, 32, 64, 31);

  private SingleSlots() {}

  /** The program with this seed. */
  public static BpfProgram program(long seed) {
    Dice dice = new Dice(seed);
    List<RawInsn> insns = new ArrayList<>();
    insns.add(BpfOpcode.LDX_W.insn(0, 1, 0, 0));
    for (int register = 2; register < STACK_POINTER; register++) {
      insns.add(BpfOpcode.MOV64_X.insn(register, 0, 0, 0));
    }
    for (int off = -STACK_BYTES; off < 0; off += Long.BYTES) {
      insns.add(BpfOpcode.STX_DW.insn(Draft.FRAME_POINTER, 0, off, 0));
    }
    insns.add(BpfOpcode.MOV64_X.insn(STACK_POINTER, Draft.FRAME_POINTER, 0, 0));
    insns.add(BpfOpcode.ADD64_K.insn(STACK_POINTER, 0, 0, -STACK_BYTES / 2));
    insns.add(slot(dice));
    if (dice.percent(20)) {
      insns.add(secondSlot(dice));
    }
    insns.add(BpfOpcode.MOV64_K.insn(0, 0, 0, 1));
    insns.add(BpfOpcode.MOV64_K.insn(0, 0, 0, 0));
    insns.add(BpfOpcode.EXIT.insn(0, 0, 0, 0));
    return BpfProgram.of("slot", ProgramType.SOCKET_FILTER, insns);
  }

  /** Any slot, or one of a row of the table with most fields zero that must be. */
  private static RawInsn slot(Dice dice) {
    RawInsn any =
        new RawInsn(
            dice.below(1 << Byte.SIZE),
            register(dice),
            register(dice),
            offset(dice),
            immediate(dice));
    if (dice.percent(30)) {
      return any;
    }
    BpfOpcode row = dice.of(BpfOpcode.values());
    int dst = kept(dice, row, Field.DST, any);
    int src = kept(dice, row, Field.SRC, any);
    int off = kept(dice, row, Field.OFF, any);
    return row.insn(dst, src, off, kept(dice, row, Field.IMM, any));
  }

  private static int kept(Dice dice, BpfOpcode row, Field field, RawInsn any) {
    return row.mustBeZero(field) && dice.percent(95) ? 0 : field.of(any);
  }

  /** Now and then one that does not exist. */
  private static int register(Dice dice) {
    return switch (dice.below(10)) {
      case 0 -> dice.below(16);
      case 1, 2 -> 0;
      case 3 -> STACK_POINTER;
      case 4 -> Draft.FRAME_POINTER;
      default -> dice.below(STACK_POINTER);
    };
  }

  private static short offset(Dice dice) {
    return (short)
        (dice.percent(90) ? dice.of(OFFSETS) : dice.from(Short.MIN_VALUE, Short.MAX_VALUE));
  }

  private static int immediate(Dice dice) {
    return switch (dice.below(10)) {
      case 0 -> dice.constant();
      case 1, 2 -> dice.of(AtomicOp.values()).code() ^ (dice.percent(10) ? 1 : 0);
      default -> dice.of(IMMEDIATES);
    };
  }

  /** What belongs behind the first half of a 64-bit immediate, or nearly. */
  private static RawInsn secondSlot(Dice dice) {
    RawInsn second = new RawInsn(0, 0, 0, (short) 0, dice.constant());
    return switch (dice.below(8)) {
      case 0 -> second.withDst(dice.below(11));
      case 1 -> second.withSrc(dice.below(11));
      case 2 -> second.withOff((short) dice.below(3));
      case 3 -> BpfOpcode.MOV64_K.insn(0, 0, 0, 0);
      default -> second;
    };
  }
}
