package dev.hugetext.loader.link;

import dev.hugetext.bpf.isa.Imm64Kind;
import dev.hugetext.bpf.isa.RawInsn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An executable section whose references to maps are final; those to functions are known, and get
 * their distance when the functions are put together.
 *
 * @param insns all slots
 * @param functions that a slot calls or takes the address of, by slot
 */
record ResolvedSection(List<RawInsn> insns, Map<Integer, CodeFunction> functions) {
  static ResolvedSection of(CodeSection section, Map<Integer, ReferenceTarget> targets) {
    List<RawInsn> insns = new ArrayList<>(section.insns());
    Map<Integer, CodeFunction> functions = new HashMap<>();
    targets.forEach((slot, target) -> {
      RawInsn insn = insns.get(slot);
      switch (target) {
        case ReferenceTarget.Function(CodeFunction function) -> {
          functions.put(slot, function);
          if (!Slots.isCallOfFunction(insn)) {
            insns.set(slot, Slots.withKind(insn, Imm64Kind.FUNC));
          }
        }
        case ReferenceTarget.Map(int index) -> {
          insns.set(slot, Slots.withKind(insn, Imm64Kind.MAP).withImm(index));
          insns.set(slot + 1, insns.get(slot + 1).withImm(0));
        }
        case ReferenceTarget.MapValue(int index, int offset) -> {
          insns.set(slot, Slots.withKind(insn, Imm64Kind.MAP_VALUE).withImm(index));
          insns.set(slot + 1, insns.get(slot + 1).withImm(insn.imm() + offset));
        }
      }
    });
    return new ResolvedSection(List.copyOf(insns), Map.copyOf(functions));
  }
}
