package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.ValueField;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.PointerType;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.PointerValue;

/** What is learnt about pointers that may be null. */
final class NullChecks {
  private final ProgramFacts facts;

  NullChecks(ProgramFacts facts) {
    this.facts = facts;
  }

  /** Makes all pointers with the id null (the number 0), or not null. */
  void decide(MachineState state, int id, boolean isNull) {
    if (isNull) {
      state.setObligations(state.obligations().release(id)); // what was not got is not held
    }
    state.changeAll(value ->
        value instanceof PointerValue pointer && pointer.maybeNull() && pointer.id() == id
            ? isNull ? RegValue.ScalarValue.ZERO : notNull(pointer)
            : value);
  }

  /** Two pointers are equal: if one is not null, neither is the other. */
  void equalPointers(MachineState state, int left, int right) {
    if (!(state.register(left) instanceof PointerValue a)
        || !(state.register(right) instanceof PointerValue b)
        || a.maybeNull() == b.maybeNull()
        || a.type() == PointerType.BTF_ID
        || b.type() == PointerType.BTF_ID) {
      return; // a BTF pointer may be null without saying so
    }
    PointerValue checked = a.maybeNull() ? a : b;
    state.setRegister(a.maybeNull() ? left : right, notNull(checked).withId(checked.id()));
  }

  /** What the pointer is if it is not null. */
  PointerValue checked(PointerValue pointer) {
    return pointer.maybeNull() ? notNull(pointer) : pointer;
  }

  /** What a lookup found: in maps of sockets, sockets; in maps of maps, maps. */
  private PointerValue notNull(PointerValue pointer) {
    PointerValue found = pointer.notNull();
    if (pointer.type() != PointerType.MAP_VALUE) {
      return found;
    }
    MapDef map = facts.map(pointer.map());
    return switch (map.type()) {
      case XSKMAP -> found.as(PointerType.XDP_SOCK, -1);
      case SOCKMAP, SOCKHASH -> found.as(PointerType.SOCKET, -1);
      case ARRAY_OF_MAPS, HASH_OF_MAPS ->
          found.as(PointerType.MAP_PTR, facts.innerMap(pointer.map()));
      case UNSPEC,
          HASH,
          ARRAY,
          PROG_ARRAY,
          PERF_EVENT_ARRAY,
          PERCPU_HASH,
          PERCPU_ARRAY,
          STACK_TRACE,
          CGROUP_ARRAY,
          LRU_HASH,
          LRU_PERCPU_HASH,
          LPM_TRIE,
          DEVMAP,
          CPUMAP,
          CGROUP_STORAGE,
          REUSEPORT_SOCKARRAY,
          PERCPU_CGROUP_STORAGE,
          QUEUE,
          STACK,
          SK_STORAGE,
          DEVMAP_HASH,
          STRUCT_OPS,
          RINGBUF,
          INODE_STORAGE,
          TASK_STORAGE,
          BLOOM_FILTER,
          USER_RINGBUF,
          CGRP_STORAGE,
          ARENA ->
          map.types().first(ValueField.Kind.SPIN_LOCK).isPresent()
              ? found.withId(pointer.id()) // tells the locks of two values apart
              : found;
    };
  }
}
