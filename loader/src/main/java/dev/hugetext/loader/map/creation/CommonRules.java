package dev.hugetext.loader.map.creation;

import static dev.hugetext.loader.map.creation.Rules.rule;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.bpf.proto.ValueField;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What the kernel looks at for all types, before and after what is particular to one. */
final class CommonRules {
  private static final Set<MapType> STORAGE =
      EnumSet.of(
          MapType.SK_STORAGE, MapType.INODE_STORAGE, MapType.TASK_STORAGE, MapType.CGRP_STORAGE);
  private static final Set<MapType> LOCKABLE =
      union(EnumSet.of(MapType.HASH, MapType.ARRAY, MapType.CGROUP_STORAGE), STORAGE);
  private static final Set<MapType> TIMED =
      EnumSet.of(MapType.HASH, MapType.LRU_HASH, MapType.ARRAY);
  private static final Set<MapType> POINTING =
      union(
          EnumSet.of(
              MapType.HASH,
              MapType.PERCPU_HASH,
              MapType.LRU_HASH,
              MapType.LRU_PERCPU_HASH,
              MapType.ARRAY,
              MapType.PERCPU_ARRAY),
          STORAGE);

  static final List<CreationRule> BEFORE =
      List.of(
          rule(
              "no map_extra",
              def ->
                  def.mapExtra() == 0
                      || def.type() == MapType.BLOOM_FILTER
                      || def.type() == MapType.ARENA),
          rule(
              "read-only or write-only for user space, not both",
              def -> !(MapFlag.RDONLY.in(def) && MapFlag.WRONLY.in(def))));

  static final List<CreationRule> AFTER =
      List.of(
          rule(
              Errno.EACCES,
              "access for programs to a value with managed fields",
              def ->
                  def.fields().isEmpty()
                      || !(MapFlag.RDONLY_PROG.in(def) || MapFlag.WRONLY_PROG.in(def))),
          rule(
              Errno.EOPNOTSUPP,
              "a type that can have the managed fields of its value",
              CommonRules::canHaveFields));

  private CommonRules() {}

  /** Looked at after those before: a memory node that exists, where one is asked for. */
  static CreationRule node(int nodes) {
    return rule(
        "a memory node below %d".formatted(nodes),
        def -> !Rules.asksForNode(def) || Integer.compareUnsigned(def.numaNode(), nodes) < 0);
  }

  private static Set<MapType> union(Set<MapType> some, Set<MapType> others) {
    Set<MapType> all = EnumSet.copyOf(some);
    all.addAll(others);
    return all;
  }

  private static boolean canHaveFields(MapDef def) {
    return def.fields().stream().allMatch(field -> carriers(field.kind()).contains(def.type()));
  }

  /** The map types whose values may have such a field. */
  private static Set<MapType> carriers(ValueField.Kind kind) {
    return switch (kind) {
      case SPIN_LOCK, RES_SPIN_LOCK -> LOCKABLE;
      case TIMER, WORKQUEUE, TASK_WORK, LIST_HEAD, RB_ROOT -> TIMED;
      case REFCOUNT, KPTR_UNREF, KPTR_REF, KPTR_PERCPU -> POINTING;
      case LIST_NODE, RB_NODE -> EnumSet.allOf(MapType.class);
    };
  }
}
