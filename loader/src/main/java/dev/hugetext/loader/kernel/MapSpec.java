package dev.hugetext.loader.kernel;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;

/**
 * A map to be created.
 *
 * @param type number of {@code enum bpf_map_type}
 * @param keySize bytes of a key
 * @param valueSize bytes of a value
 * @param maxEntries entries (bytes for ring buffers)
 * @param flags {@code BPF_F_*} of map creation
 * @param mapExtra {@code map_extra}, 0 for most types
 * @param name at most 15 characters are kept
 * @param innerFd of a map like those that a map of maps is to hold; 0 for other types
 * @param types what BTF says of key and value
 * @param numaNode the memory node, which counts with {@code BPF_F_NUMA_NODE}
 */
public record MapSpec(
    int type,
    int keySize,
    int valueSize,
    int maxEntries,
    int flags,
    long mapExtra,
    String name,
    int innerFd,
    TypeIds types,
    int numaNode) {

  /**
   * Types of key and value in a loaded BTF.
   *
   * @param btfFd its descriptor
   * @param kernelValue of the value in the kernel's own BTF, in place of the others
   */
  public record TypeIds(int btfFd, int key, int value, int kernelValue) {
    /** None. */
    public static final TypeIds NONE = ofKernel(0);

    /** Types of a loaded BTF. */
    public TypeIds(int btfFd, int key, int value) {
      this(btfFd, key, value, 0);
    }

    /** A value that is a struct of the kernel. */
    public static TypeIds ofKernel(int value) {
      return new TypeIds(0, 0, 0, value);
    }
  }

  /** A map that holds no maps, without types. */
  public MapSpec(
      int type, int keySize, int valueSize, int maxEntries, int flags, long mapExtra, String name) {
    this(type, keySize, valueSize, maxEntries, flags, mapExtra, name, 0, TypeIds.NONE, 0);
  }

  /** A nameless map without flags. */
  public static MapSpec of(int type, int keySize, int valueSize, int maxEntries) {
    return new MapSpec(type, keySize, valueSize, maxEntries, 0, 0, "");
  }

  /** As defined, but for maps to hold and types of their own, which are descriptors. */
  public static MapSpec of(MapDef def) {
    return new MapSpec(
        def.type().number(),
        def.keySize(),
        def.valueSize(),
        def.maxEntries(),
        def.flags(),
        def.mapExtra(),
        ObjectName.allowed(def.name()),
        0,
        TypeIds.ofKernel(def.types().kernelValue()),
        def.numaNode());
  }

  /** Bytes that bpf(2) hands over as the value of one key. */
  int userValueSize() {
    boolean perCpu = MapType.ofNumber(type).map(MapType::isPerCpu).orElse(false);
    int words = (valueSize + Long.BYTES - 1) / Long.BYTES;
    return perCpu ? words * Long.BYTES * PossibleCpus.count() : valueSize;
  }

  /** The same, holding maps like the one with this descriptor. */
  public MapSpec withInner(int fd) {
    return new MapSpec(
        type, keySize, valueSize, maxEntries, flags, mapExtra, name, fd, types, numaNode);
  }

  /** The same with types. */
  public MapSpec withTypes(TypeIds ids) {
    return new MapSpec(
        type, keySize, valueSize, maxEntries, flags, mapExtra, name, innerFd, ids, numaNode);
  }
}
