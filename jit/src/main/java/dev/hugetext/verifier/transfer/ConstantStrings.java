package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.RegValue.PointerValue;

/** Strings that a helper reads to their end. */
final class ConstantStrings {
  private final ProgramFacts facts;
  private final Regions regions;

  ConstantStrings(ProgramFacts facts, Regions regions) {
    this.facts = facts;
    this.regions = regions;
  }

  /** A string that nobody can change any more. */
  void check(HelperCall call, int register, PointerValue pointer) {
    MapDef map = facts.map(pointer.map());
    if (!facts.isConstant(pointer.map())) {
      throw Refusal.of(
          Rule.CONSTANT_STRING, "R%d does not point to a readonly map'".formatted(register));
    }
    if (!pointer.var().isConst()) {
      throw Refusal.of(Rule.CONSTANT_STRING, "R%d is not a constant address'".formatted(register));
    }
    if (map.type() != MapType.ARRAY) {
      throw Refusal.of(Rule.CONSTANT_STRING, "no direct value access support for this map type");
    }
    int size = map.valueSize() - pointer.off();
    regions.checkMapValue(
        new Regions.Stretch(register, pointer, pointer.off(), size, false), false);
    if (map.maxEntries() != 1) {
      throw Refusal.of(
          Rule.CONSTANT_STRING, Errno.ENOTSUPP, "direct value access on string failed");
    }
    if (!FrozenValue.hasString(map, pointer.off() + (int) pointer.var().value())) {
      throw Refusal.of(Rule.CONSTANT_STRING, Errno.EINVAL, "string is not zero-terminated");
    }
    if (call.helper() == HelperTable.SNPRINTF) {
      throw Refusal.of(Rule.UNSUPPORTED, "checking formats is not supported yet");
    }
  }
}
