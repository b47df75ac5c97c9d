package dev.hugetext.loader.map.creation;

import static dev.hugetext.loader.map.creation.Rules.rule;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a map of maps wants of those. */
final class InnerRules {
  /** Types whose maps cannot stand in another one. */
  private static final Set<MapType> NEVER_INNER =
      EnumSet.of(
          MapType.PROG_ARRAY,
          MapType.CGROUP_STORAGE,
          MapType.PERCPU_CGROUP_STORAGE,
          MapType.STRUCT_OPS);

  static final List<CreationRule> RULES =
      List.of(
          rule(Errno.EBADF, "a definition of the inner maps", def -> def.inner() != null),
          rule(
              Errno.ENOTSUPP,
              "inner maps of another type",
              def -> !(def.inner() instanceof MapDef inner && NEVER_INNER.contains(inner.type()))),
          rule("inner maps that hold no maps", def -> !isMapOfMaps(def.inner())));

  private InnerRules() {}

  private static boolean isMapOfMaps(@org.jspecify.annotations.Nullable MapDef def) {
    return def != null
        && (def.type() == MapType.ARRAY_OF_MAPS || def.type() == MapType.HASH_OF_MAPS);
  }
}
