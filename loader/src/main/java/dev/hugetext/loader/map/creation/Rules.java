package dev.hugetext.loader.map.creation;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/** The conditions that several types share. */
final class Rules {
  /** {@code KMALLOC_MAX_SIZE}. */
  static final long KMALLOC_MAX = 4 << 20;

  /** {@code PCPU_MIN_UNIT_SIZE}. */
  static final long PER_CPU_VALUE_MAX = 32 << 10;

  /** {@code NUMA_NO_NODE}: any. */
  private static final int NO_NODE = -1;

  private Rules() {}

  static CreationRule rule(Errno errno, String wanted, Predicate<MapDef> holds) {
    return new CreationRule(errno, wanted, holds);
  }

  static CreationRule rule(String wanted, Predicate<MapDef> holds) {
    return new CreationRule(Errno.EINVAL, wanted, holds);
  }

  static CreationRule key(int size) {
    return rule("a key of %d bytes".formatted(size), def -> def.keySize() == size);
  }

  static CreationRule keyNotEmpty() {
    return rule("a key", def -> def.keySize() != 0);
  }

  static CreationRule keyBetween(int least, int most) {
    return rule(
        "a key of %d to %d bytes".formatted(least, most),
        def -> def.keySize() >= least && def.keySize() <= most);
  }

  static CreationRule value(int... sizes) {
    return rule(
        "a value of %s bytes".formatted(Arrays.toString(sizes)),
        def -> Arrays.stream(sizes).anyMatch(size -> def.valueSize() == size));
  }

  static CreationRule valueNotEmpty() {
    return rule("a value", def -> def.valueSize() != 0);
  }

  static Predicate<MapDef> valueUpTo(long bytes) {
    return def -> Integer.toUnsignedLong(def.valueSize()) <= bytes;
  }

  static CreationRule entries() {
    return rule("entries", def -> def.maxEntries() != 0);
  }

  static CreationRule noEntries() {
    return rule("no max_entries", def -> def.maxEntries() == 0);
  }

  static Predicate<MapDef> entriesUpTo(long most) {
    return def -> Integer.toUnsignedLong(def.maxEntries()) <= most;
  }

  static CreationRule types() {
    return rule("BTF of key and value", def -> def.types().known());
  }

  /** No token: one would be looked up once the sizes are checked, and no map here has one. */
  static CreationRule noToken() {
    return rule("no BPF token", def -> !MapFlag.TOKEN_FD.in(def));
  }

  /** No flags but these; that of a token is looked at apart. */
  static CreationRule flags(Set<MapFlag> known) {
    int bits = MapFlag.TOKEN_FD.bit();
    for (MapFlag flag : known) {
      bits |= flag.bit();
    }
    int allowed = bits;
    return rule("flags within 0x%x".formatted(allowed), def -> (def.flags() & ~allowed) == 0);
  }

  /** Not read-only and write-only for programs at once. */
  static CreationRule accessOnce() {
    return rule(
        "read-only or write-only for programs, not both",
        def -> !(MapFlag.RDONLY_PROG.in(def) && MapFlag.WRONLY_PROG.in(def)));
  }

  static Set<MapFlag> with(Set<MapFlag> flags, MapFlag... more) {
    Set<MapFlag> all = EnumSet.copyOf(flags);
    all.addAll(Arrays.asList(more));
    return Set.copyOf(all);
  }

  /** Whether a memory node is named; the flag with {@code NUMA_NO_NODE} names none. */
  static boolean asksForNode(MapDef def) {
    return MapFlag.NUMA_NODE.in(def) && def.numaNode() != NO_NODE;
  }
}
