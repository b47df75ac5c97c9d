package dev.hugetext.bpf.proto;

/** Creation flags of a map (UAPI {@code BPF_F_*}). */
public enum MapFlag {
  NO_PREALLOC(1),
  NO_COMMON_LRU(1 << 1),
  NUMA_NODE(1 << 2),
  /** User space may only read. */
  RDONLY(1 << 3),
  /** User space may only write. */
  WRONLY(1 << 4),
  STACK_BUILD_ID(1 << 5),
  ZERO_SEED(1 << 6),
  /** Programs may only read. */
  RDONLY_PROG(1 << 7),
  /** Programs may only write. */
  WRONLY_PROG(1 << 8),
  CLONE(1 << 9),
  MMAPABLE(1 << 10),
  PRESERVE_ELEMS(1 << 11),
  INNER_MAP(1 << 12),
  LINK(1 << 13),
  PATH_FD(1 << 14),
  VTYPE_BTF_OBJ_FD(1 << 15),
  TOKEN_FD(1 << 16),
  SEGV_ON_FAULT(1 << 17),
  NO_USER_CONV(1 << 18);

  private final int bit;

  MapFlag(int bit) {
    this.bit = bit;
  }

  /** Its bit in {@link MapDef#flags()}. */
  public int bit() {
    return bit;
  }

  /** Whether a map is made with it. */
  public boolean in(MapDef map) {
    return (map.flags() & bit) != 0;
  }
}
