package dev.hugetext.loader.link;

import dev.hugetext.bpf.isa.Imm64Kind;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.loader.core.Fix;
import dev.hugetext.loader.core.InsnFix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * An executable section whose references to maps are final; those to functions are known, and get
 * their distance when the functions are put together.
 *
 * @param insns all slots
 * @param functions that a slot calls or takes the address of, by slot
 * @param missing why a slot cannot be made final, by slot
 */
record ResolvedSection(
    List<RawInsn> insns,
    Map<Integer, CodeFunction> functions,
    NavigableMap<Integer, String> missing) {
  /**
   * Libbpf calls this helper, which no kernel has, in place of a kernel function that is not there.
   */
  private static final int NO_FUNCTION = 2_002_000_000;

  private static final int KERNEL_FUNCTION = 2;

  /**
   * @param targets what slots refer to
   * @param fixes what slots must become to fit the kernel's types; those come first
   */
  static ResolvedSection of(
      CodeSection section, Map<Integer, ReferenceTarget> targets, Map<Integer, Fix> fixes) {
    List<RawInsn> insns = new ArrayList<>(section.insns());
    Map<Integer, CodeFunction> functions = new HashMap<>();
    NavigableMap<Integer, String> missing = new TreeMap<>();
    InsnFix insnFix = new InsnFix(insns);
    fixes.forEach((slot, fix) ->
        insnFix
            .apply(slot, fix)
            .ifPresent(reason -> missing.put(slot, "relocation against a type: " + reason)));
    targets.forEach((slot, target) -> {
      if (target instanceof ReferenceTarget.Function(CodeFunction function)) {
        functions.put(slot, function);
      }
      if (target instanceof ReferenceTarget.Missing(String reason)) {
        missing.put(slot, reason);
      }
      refer(insns, slot, target);
    });
    return new ResolvedSection(List.copyOf(insns), functions, missing);
  }

  /** Makes a slot, and the second one of a load, name {@code target}. */
  private static void refer(List<RawInsn> insns, int slot, ReferenceTarget target) {
    RawInsn insn = insns.get(slot);
    switch (target) {
      case ReferenceTarget.Function _ -> {
        if (!Slots.isCallOfFunction(insn)) { // a call gets its distance when it has a place
          insns.set(slot, Slots.withKind(insn, Imm64Kind.FUNC));
        }
      }
      case ReferenceTarget.Map(int index) -> load(insns, slot, Imm64Kind.MAP, index, 0);
      case ReferenceTarget.MapValue(int index, int offset) ->
          load(insns, slot, Imm64Kind.MAP_VALUE, index, insn.imm() + offset);
      case ReferenceTarget.Constant(long value) ->
          load(insns, slot, Imm64Kind.CONSTANT, (int) value, (int) (value >> Integer.SIZE));
      case ReferenceTarget.KernelVariable(int type) -> load(insns, slot, Imm64Kind.BTF_ID, type, 0);
      case ReferenceTarget.KernelFunction(int type) ->
          insns.set(slot, insn.withSrc(KERNEL_FUNCTION).withImm(type));
      case ReferenceTarget.NoFunction(int number) ->
          insns.set(slot, new RawInsn(insn.opcode(), 0, 0, (short) 0, NO_FUNCTION + number));
      case ReferenceTarget.Missing _ -> {} // the program is not loaded
    }
  }

  private static void load(List<RawInsn> insns, int slot, Imm64Kind kind, int low, int high) {
    insns.set(slot, Slots.withKind(insns.get(slot), kind).withImm(low));
    insns.set(slot + 1, insns.get(slot + 1).withImm(high));
  }
}
