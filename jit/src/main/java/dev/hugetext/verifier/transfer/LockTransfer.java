package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.ValueField;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.Obligations;
import dev.hugetext.verifier.state.RegValue.PointerValue;
import java.util.Optional;

/** Locks and timers in values of maps: the pointer leads exactly to one; locks pair up. */
final class LockTransfer {
  private final ProgramFacts facts;

  LockTransfer(ProgramFacts facts) {
    this.facts = facts;
  }

  /** The argument is where the map's values have a field of this kind. */
  void checkField(int register, PointerValue pointer, ValueField.Kind kind) {
    String struct = kind.text();
    if (!pointer.var().isConst()) {
      throw Refusal.of(
          Rule.VALUE_FIELD,
          "R%d doesn't have constant offset. %s has to be at the constant offset"
              .formatted(register, struct));
    }
    MapDef map = facts.map(pointer.map());
    if (!map.types().known()) {
      throw Refusal.of(
          Rule.VALUE_FIELD,
          "map '%s' has to have BTF in order to use %s".formatted(map.name(), struct));
    }
    Optional<ValueField> field = map.types().first(kind);
    if (field.isEmpty()) {
      throw Refusal.of(Rule.VALUE_FIELD, "map '%s' has no valid %s".formatted(map.name(), struct));
    }
    long off = pointer.off() + pointer.var().value();
    if (field.get().offset() != off) {
      throw Refusal.of(
          Rule.VALUE_FIELD,
          "off %d doesn't point to 'struct %s' that is at %d"
              .formatted(off, struct, field.get().offset()));
    }
  }

  void lock(MachineState state, PointerValue lock) {
    Obligations held = state.obligations();
    if (held.holdsLock()) {
      throw Refusal.of(Rule.LOCK_PAIRS, "Locking two bpf_spin_locks are not allowed");
    }
    state.setObligations(held.lock(lock.map(), lock.id()));
  }

  void unlock(MachineState state, PointerValue lock) {
    Obligations held = state.obligations();
    if (!held.holdsLock()) {
      throw Refusal.of(Rule.LOCK_PAIRS, "bpf_spin_unlock without taking a lock");
    }
    if (held.lockMap() != lock.map() || held.lockId() != lock.id()) {
      throw Refusal.of(Rule.LOCK_PAIRS, "bpf_spin_unlock of different lock");
    }
    state.setObligations(held.unlock());
  }
}
