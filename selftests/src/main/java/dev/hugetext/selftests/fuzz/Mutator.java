package dev.hugetext.selftests.fuzz;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.RawInsn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Changes programs a little: bits, fields, whole instructions. Most mutants are refused. */
public final class Mutator {
  private Mutator() {}

  /** The mutant of a program with this seed: one to three changes. */
  public static BpfProgram mutate(BpfProgram program, long seed) {
    Dice dice = new Dice(seed ^ 0x6d757461746f72L);
    List<RawInsn> insns = new ArrayList<>(program.insns());
    for (int i = dice.from(1, 3); i > 0; i--) {
      change(insns, dice);
    }
    return BpfProgram.of(program.name(), program.type(), insns).withMaps(program.maps());
  }

  private static void change(List<RawInsn> insns, Dice dice) {
    int slot = dice.below(insns.size());
    RawInsn insn = insns.get(slot);
    switch (dice.below(8)) {
      case 0 -> insns.set(slot, bit(insn, dice));
      case 1 -> insns.set(slot, insn.withDst(dice.below(11)));
      case 2 -> insns.set(slot, insn.withSrc(dice.below(11)));
      case 3 -> insns.set(slot, insn.withOff((short) (insn.off() + dice.from(-9, 9))));
      case 4 -> insns.set(slot, insn.withImm(dice.constant()));
      case 5 -> insns.set(slot, insn.withImm(insn.imm() + dice.from(-9, 9)));
      case 6 -> Collections.swap(insns, slot, dice.below(insns.size()));
      default -> insns.set(slot, insns.get(dice.below(insns.size())));
    }
  }

  private static RawInsn bit(RawInsn insn, Dice dice) {
    byte[] bytes = RawInsn.toBytes(List.of(insn));
    bytes[dice.below(bytes.length)] ^= (byte) (1 << dice.below(8));
    return RawInsn.parse(bytes).getFirst();
  }
}
