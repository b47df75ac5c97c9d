package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import dev.hugetext.bpf.proto.MapType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The maps that the file system for BPF has: kept under a name, for every object that names them.
 */
public final class PinnedMaps {
  /** Where libbpf pins maps unless it is told otherwise. */
  private static final String FOLDER = "/sys/fs/bpf/";

  private final Map<String, BpfMap> byName = new HashMap<>();

  /** No map yet. */
  public PinnedMaps() {}

  /** The file of a map with this name. */
  public static String path(String name) {
    return FOLDER + name;
  }

  /** The map under this name, if there is one. */
  public Optional<BpfMap> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Keeps {@code map} under its name, where no other is. */
  public void keep(BpfMap map) {
    byName.putIfAbsent(map.def().name(), map);
  }

  /**
   * Whether an object that defines {@code wanted} can use a map that was made as {@code made}:
   * libbpf looks at these attributes, and not at types.
   */
  public static boolean isCompatible(MapDef wanted, MapDef made) {
    return wanted.type() == made.type()
        && wanted.keySize() == made.keySize()
        && wanted.valueSize() == made.valueSize()
        && wanted.maxEntries() == made.maxEntries()
        && flags(wanted) == flags(made)
        && wanted.mapExtra() == made.mapExtra();
  }

  /** Without what the kernel itself adds to maps of devices. */
  private static int flags(MapDef def) {
    boolean holdsDevices = def.type() == MapType.DEVMAP || def.type() == MapType.DEVMAP_HASH;
    return holdsDevices ? def.flags() & ~MapFlag.RDONLY_PROG.bit() : def.flags();
  }
}
