package dev.hugetext.selftests.jit;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.RawInsn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The slots of one function as it grows: jumps go to items, calls to functions, both resolved
 * later.
 */
final class FunctionCode {

  /** A jump whose target is the beginning of an item. */
  private record Jump(int slot, int item) {}

  private final List<RawInsn> slots = new ArrayList<>();
  private final List<Integer> itemStarts = new ArrayList<>();
  private final List<Jump> jumps = new ArrayList<>();
  private final Map<Integer, Integer> calls = new HashMap<>();

  /** Begins the next item: a place that jumps may go to. */
  void beginItem() {
    itemStarts.add(slots.size());
  }

  void add(RawInsn insn) {
    slots.add(insn);
  }

  void add(BpfOpcode row, int dst, int src, int off, int imm) {
    slots.add(row.insn(dst, src, off, imm));
  }

  /** The two slots of a 64-bit immediate. */
  void addWide(BpfOpcode row, int dst, int low, int high) {
    slots.add(row.insn(dst, 0, 0, low));
    slots.add(new RawInsn(0, 0, 0, (short) 0, high));
  }

  /** A jump with either kind of offset, to the beginning of item {@code item}. */
  void jump(BpfOpcode row, int dst, int src, int imm, int item) {
    jumps.add(new Jump(slots.size(), item));
    add(row, dst, src, 0, imm);
  }

  void call(int function) {
    calls.put(slots.size(), function);
    add(BpfOpcode.CALL_BPF, 0, 0, 0, 0);
  }

  int size() {
    return slots.size();
  }

  /** Resolves jumps, once all items are there. */
  void resolveJumps() {
    for (Jump jump : jumps) {
      int distance = itemStarts.get(jump.item()) - (jump.slot() + 1);
      RawInsn insn = slots.get(jump.slot());
      slots.set(
          jump.slot(),
          insn.opcode() == BpfOpcode.JA32.opcode()
              ? insn.withImm(distance)
              : insn.withOff((short) distance));
    }
  }

  /** The slots, with calls resolved for functions that begin at {@code starts}. */
  List<RawInsn> placed(int start, List<Integer> starts) {
    List<RawInsn> placed = new ArrayList<>(slots);
    calls.forEach((slot, function) ->
        placed.set(slot, placed.get(slot).withImm(starts.get(function) - (start + slot + 1))));
    return placed;
  }
}
