package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.bpf.proto.MapTypes;
import dev.hugetext.loader.input.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The operations that an object implements: their maps, and what that means for the programs in
 * them.
 */
final class StructOpsTable {
  /** What a program attaches to: it can be the same member of the same struct only. */
  private record Attachment(int type, int member) {}

  private final Btf local;
  private final MapTable maps;
  private final List<StructOps> operations = new ArrayList<>();
  private final Map<String, Attachment> attachments = new HashMap<>();
  private final Map<String, String> failures = new HashMap<>();
  private final Set<String> wanted = new HashSet<>();
  private final Set<String> onDemand = new HashSet<>();

  private StructOpsTable(Btf local, MapTable maps) {
    this.local = local;
    this.maps = maps;
  }

  /** Adds the maps of {@code variables}, as far as the kernel has such operations. */
  static StructOpsTable addTo(
      MapTable maps, Btf local, List<StructOpsVariable> variables, KernelFacts kernel)
      throws InputException {
    StructOpsTable table = new StructOpsTable(local, maps);
    for (StructOpsVariable variable : variables) {
      if (variable.section().isOnDemand()) {
        variable.functions().values().forEach(function -> table.onDemand.add(function.name()));
      } else {
        table.add(variable, kernel.types());
      }
    }
    return table;
  }

  private void add(StructOpsVariable variable, Optional<Btf> kernel) {
    try {
      if (kernel.isEmpty()) {
        throw new StructOpsMismatch("the kernel's types are not known");
      }
      var matched = new StructOpsMatcher(local, kernel.get(), variable).match(maps.maps().size());
      attach(matched.operations());
      operations.add(matched.operations());
      maps.add(map(variable, matched));
      variable.functions().values().forEach(function -> wanted.add(function.name()));
    } catch (StructOpsMismatch mismatch) {
      String reason = "operations '%s': %s".formatted(variable.name(), mismatch.reason());
      maps.addNotice("no map of " + reason);
      variable.functions().values().forEach(f -> failures.putIfAbsent(f.name(), reason));
    }
  }

  private void attach(StructOps operations) throws StructOpsMismatch {
    Map<String, Attachment> all = new HashMap<>(attachments);
    for (StructOps.Operation operation : operations.operations()) {
      var now = new Attachment(operations.kernelTypeId(), operation.index());
      Attachment before = all.put(operation.program(), now);
      if (before != null && !before.equals(now)) {
        throw new StructOpsMismatch(
            "program '%s' is another operation already".formatted(operation.program()));
      }
    }
    attachments.putAll(all);
  }

  private static MapDef map(StructOpsVariable variable, StructOpsMatcher.Matched matched) {
    int flags = variable.section().hasLink() ? MapFlag.LINK.bit() : 0;
    int bytes = matched.operations().value().length;
    return MapDef.of(variable.name(), MapType.STRUCT_OPS, Integer.BYTES, bytes, 1)
        .withFlags(flags)
        .withTypes(MapTypes.ofKernel(matched.valueType()));
  }

  /** Those that have a map. */
  List<StructOps> operations() {
    return List.copyOf(operations);
  }

  /** Why a program cannot be loaded: all operations that it stands in are none of the kernel. */
  Optional<String> failure(String program) {
    return wanted.contains(program) ? Optional.empty() : Optional.ofNullable(failures.get(program));
  }

  /** Whether all operations that a program stands in are made only when asked for. */
  boolean isOnDemand(String program) {
    return onDemand.contains(program)
        && !wanted.contains(program)
        && !failures.containsKey(program);
  }
}
