package dev.hugetext.loader.link;

/**
 * What libbpf calls an object: its file's name up to the first dot.
 *
 * @param text e.g. {@code xdp_firewall} for {@code examples/bpf/xdp_firewall.bpf.o}
 */
record ObjectName(String text) {
  /** Longest name of a map, without the zero byte behind it (UAPI BPF_OBJ_NAME_LEN). */
  private static final int MAP_NAME_LIMIT = 15;

  /** What a section's part of a map name takes at least: as much as {@code .rodata}. */
  private static final int SHORTEST_SUFFIX = ".rodata".length();

  static ObjectName of(String file) {
    String name = file.substring(file.lastIndexOf('/') + 1);
    int dot = name.indexOf('.');
    return new ObjectName(dot < 0 ? name : name.substring(0, dot));
  }

  /**
   * The name of the map that holds the global data of {@code section}, such as {@code
   * xdp_fire.rodata}; a section of a user's own, such as {@code .data.counters}, keeps its name.
   */
  String mapNameOf(String section) {
    boolean isOwn = section.indexOf('.', 1) >= 0;
    int room = MAP_NAME_LIMIT - Math.max(SHORTEST_SUFFIX, section.length());
    String prefix = isOwn ? "" : text.substring(0, Math.clamp(room, 0, text.length()));
    String name = prefix + section;
    String kept = name.substring(0, Math.min(name.length(), MAP_NAME_LIMIT));
    return kept.replaceAll("[^A-Za-z0-9_.]", "_");
  }
}
