package dev.hugetext.loader.map.creation;

import static dev.hugetext.loader.map.creation.Rules.KMALLOC_MAX;
import static dev.hugetext.loader.map.creation.Rules.PER_CPU_VALUE_MAX;
import static dev.hugetext.loader.map.creation.Rules.accessOnce;
import static dev.hugetext.loader.map.creation.Rules.asksForNode;
import static dev.hugetext.loader.map.creation.Rules.entries;
import static dev.hugetext.loader.map.creation.Rules.entriesUpTo;
import static dev.hugetext.loader.map.creation.Rules.flags;
import static dev.hugetext.loader.map.creation.Rules.key;
import static dev.hugetext.loader.map.creation.Rules.keyBetween;
import static dev.hugetext.loader.map.creation.Rules.keyNotEmpty;
import static dev.hugetext.loader.map.creation.Rules.noEntries;
import static dev.hugetext.loader.map.creation.Rules.noToken;
import static dev.hugetext.loader.map.creation.Rules.rule;
import static dev.hugetext.loader.map.creation.Rules.types;
import static dev.hugetext.loader.map.creation.Rules.value;
import static dev.hugetext.loader.map.creation.Rules.valueNotEmpty;
import static dev.hugetext.loader.map.creation.Rules.valueUpTo;
import static dev.hugetext.loader.map.creation.Rules.with;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import dev.hugetext.bpf.proto.MapType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The conditions of every map type, as measured on Linux 6.18.44. */
public final class CreationRules {
  /** Elements of a hash table end where the kernel's bucket array exceeds 4 GiB. */
  private static final long HASH_ENTRIES = 1L << 27;

  /** What the kernel's element of a hash table adds to key and value. */
  private static final int HASH_HEADER = 48;

  /** What its node of a prefix trie adds to the value, with the longest key. */
  private static final int TRIE_NODE = 280;

  private static final int STACK_DEPTH = 127;
  private static final int BUILD_ID_BYTES = 32;
  private static final int PAGE = 4096;

  /** {@code NR_CPUS} of the measured kernel. */
  private static final int MOST_CPUS = 256;

  private static final long CGROUP_VALUE = 65407;
  private static final long ARENA_PAGES = 1L << 20;

  private static final Set<MapFlag> USER =
      Set.of(MapFlag.NUMA_NODE, MapFlag.RDONLY, MapFlag.WRONLY);
  private static final Set<MapFlag> ALL = with(USER, MapFlag.RDONLY_PROG, MapFlag.WRONLY_PROG);

  /** Stands between what is checked first and what only the allocation of a map checks. */
  private static final List<CreationRule> TOKEN = List.of(noToken());

  private static final Map<MapType, List<CreationRule>> RULES = table();

  private CreationRules() {}

  /** A refusal: errno of bpf(2), and what was wanted. */
  public record Refusal(Errno errno, String reason) {}

  /**
   * Why the kernel refuses this definition; empty where it takes it, memory permitting.
   *
   * @param nodes how many memory nodes there are
   */
  public static Optional<Refusal> refusal(MapDef def, int nodes) {
    List<CreationRule> ofType = RULES.getOrDefault(def.type(), List.of());
    return Stream.of(
            CommonRules.BEFORE, List.of(CommonRules.node(nodes)), ofType, CommonRules.AFTER)
        .flatMap(List::stream)
        .filter(rule -> !rule.holds().test(def))
        .findFirst()
        .map(rule -> refusal(rule, def));
  }

  private static Refusal refusal(CreationRule rule, MapDef def) {
    return new Refusal(
        rule.errno(),
        "%s of key %s, value %s, max_entries %s, flags 0x%x, wanted: %s"
            .formatted(
                def.type().text(),
                Integer.toUnsignedString(def.keySize()),
                Integer.toUnsignedString(def.valueSize()),
                Integer.toUnsignedString(def.maxEntries()),
                def.flags(),
                rule.wanted()));
  }

  private static Map<MapType, List<CreationRule>> table() {
    var table = new EnumMap<MapType, List<CreationRule>>(MapType.class);
    for (MapType type : MapType.values()) {
      table.put(type, rulesOf(type));
    }
    return table;
  }

  private static List<CreationRule> rulesOf(MapType type) {
    return switch (type) {
      case UNSPEC -> List.of(rule("a type", _ -> false));
      case STRUCT_OPS ->
          List.of(
              key(4),
              rule("one entry", def -> def.maxEntries() == 1),
              flags(Set.of(MapFlag.LINK, MapFlag.VTYPE_BTF_OBJ_FD)),
              rule("a type of the kernel as value", def -> def.types().kernelValue() != 0),
              noToken());
      case ARRAY -> join(array(with(ALL, MapFlag.MMAPABLE, MapFlag.INNER_MAP)), TOKEN);
      case PERCPU_ARRAY -> join(array(ALL), noNode(), perCpuValue(), TOKEN);
      case PROG_ARRAY, CGROUP_ARRAY -> join(List.of(value(4)), array(USER), TOKEN);
      case ARRAY_OF_MAPS -> join(List.of(value(4)), array(USER), TOKEN, InnerRules.RULES);
      case PERF_EVENT_ARRAY ->
          join(List.of(value(4)), array(with(USER, MapFlag.PRESERVE_ELEMS)), TOKEN);
      case REUSEPORT_SOCKARRAY -> join(List.of(value(4, 8)), array(ALL), TOKEN);
      case HASH -> join(hash(ALL), elementSizes(), TOKEN, hashEntries());
      case HASH_OF_MAPS ->
          join(
              List.of(value(4)), hash(ALL), elementSizes(), TOKEN, InnerRules.RULES, hashEntries());
      case PERCPU_HASH ->
          join(hash(ALL), noNode(), elementSizes(), perCpuValue(), TOKEN, hashEntries());
      case LRU_HASH -> join(lru(), elementSizes(), TOKEN, hashEntries());
      case LRU_PERCPU_HASH ->
          join(lru(), noNode(), elementSizes(), perCpuValue(), TOKEN, hashEntries());
      case QUEUE, STACK -> join(queue(), TOKEN);
      case BLOOM_FILTER -> join(largestValue(), TOKEN, bloomFilter());
      case STACK_TRACE -> join(TOKEN, stackTrace());
      case LPM_TRIE -> join(TOKEN, trie());
      case DEVMAP, XSKMAP, SOCKMAP ->
          join(TOKEN, places(type == MapType.XSKMAP ? value(4) : value(4, 8)));
      case DEVMAP_HASH ->
          join(
              TOKEN,
              places(value(4, 8)),
              List.of(rule("at most 2^31 entries", entriesUpTo(1L << 31))));
      case SOCKHASH -> join(TOKEN, socketHash());
      case CPUMAP -> join(TOKEN, cpuMap());
      case RINGBUF, USER_RINGBUF -> join(TOKEN, ring());
      case ARENA -> join(TOKEN, arena());
      case CGROUP_STORAGE -> join(TOKEN, cgroupStorage(CGROUP_VALUE));
      case PERCPU_CGROUP_STORAGE -> join(TOKEN, cgroupStorage(PER_CPU_VALUE_MAX));
      case SK_STORAGE, INODE_STORAGE, TASK_STORAGE, CGRP_STORAGE -> join(localStorage(), TOKEN);
    };
  }

  private static List<CreationRule> array(Set<MapFlag> flags) {
    return List.of(
        entries(),
        key(4),
        valueNotEmpty(),
        flags(flags),
        accessOnce(),
        rule(Errno.E2BIG, "a value below 2 GiB", valueUpTo(Integer.MAX_VALUE)));
  }

  private static List<CreationRule> perCpuValue() {
    return List.of(
        rule(Errno.E2BIG, "a value of at most 32 KiB for each CPU", valueUpTo(PER_CPU_VALUE_MAX)));
  }

  private static List<CreationRule> hash(Set<MapFlag> flags) {
    return List.of(flags(with(flags, MapFlag.NO_PREALLOC, MapFlag.ZERO_SEED)), accessOnce());
  }

  private static List<CreationRule> lru() {
    return List.of(
        flags(with(ALL, MapFlag.NO_COMMON_LRU, MapFlag.ZERO_SEED, MapFlag.NO_PREALLOC)),
        accessOnce(),
        rule(Errno.ENOTSUPP, "elements allocated beforehand", def -> !MapFlag.NO_PREALLOC.in(def)),
        rule(
            "one LRU for all CPUs with a memory node",
            def -> !MapFlag.NO_COMMON_LRU.in(def) || !asksForNode(def)));
  }

  /** What has a part for each CPU lies in no memory node in particular. */
  private static List<CreationRule> noNode() {
    return List.of(rule("no memory node", def -> !asksForNode(def)));
  }

  private static List<CreationRule> elementSizes() {
    return List.of(
        entries(),
        keyNotEmpty(),
        valueNotEmpty(),
        rule(
            Errno.E2BIG,
            "key and value below 4 MiB together",
            def ->
                Integer.toUnsignedLong(def.keySize()) + Integer.toUnsignedLong(def.valueSize())
                    < KMALLOC_MAX - HASH_HEADER));
  }

  private static List<CreationRule> hashEntries() {
    return List.of(rule(Errno.E2BIG, "at most 2^27 entries", entriesUpTo(HASH_ENTRIES)));
  }

  private static List<CreationRule> queue() {
    return join(
        List.of(entries(), key(0), valueNotEmpty(), flags(ALL), accessOnce()), largestValue());
  }

  private static List<CreationRule> largestValue() {
    return List.of(rule(Errno.E2BIG, "a value of at most 4 MiB", valueUpTo(KMALLOC_MAX)));
  }

  private static List<CreationRule> bloomFilter() {
    return List.of(
        key(0),
        valueNotEmpty(),
        entries(),
        flags(with(ALL, MapFlag.ZERO_SEED)),
        accessOnce(),
        rule("at most 15 hash functions in map_extra", def -> (def.mapExtra() & ~15L) == 0));
  }

  private static List<CreationRule> ring() {
    return List.of(
        flags(Set.of(MapFlag.NUMA_NODE)),
        key(0),
        value(0),
        rule("a power of two of whole pages", CreationRules::isRing));
  }

  private static List<CreationRule> stackTrace() {
    return List.of(
        flags(with(USER, MapFlag.STACK_BUILD_ID)),
        entries(),
        key(4),
        rule("a value of whole addresses", CreationRules::isStack),
        rule(Errno.E2BIG, "at most 2^31 entries", entriesUpTo(1L << 31)));
  }

  private static boolean isStack(MapDef def) {
    int element = MapFlag.STACK_BUILD_ID.in(def) ? BUILD_ID_BYTES : Long.BYTES;
    long size = Integer.toUnsignedLong(def.valueSize());
    return size >= Long.BYTES && size % element == 0 && size / element <= STACK_DEPTH;
  }

  private static List<CreationRule> trie() {
    return List.of(
        entries(),
        rule("elements allocated on demand", MapFlag.NO_PREALLOC::in),
        flags(with(ALL, MapFlag.NO_PREALLOC)),
        accessOnce(),
        keyBetween(5, 260),
        valueNotEmpty(),
        rule("a value below 4 MiB", valueUpTo(KMALLOC_MAX - TRIE_NODE)));
  }

  private static List<CreationRule> places(CreationRule value) {
    return List.of(entries(), key(4), value, flags(USER));
  }

  private static List<CreationRule> socketHash() {
    return List.of(
        entries(),
        keyNotEmpty(),
        value(4, 8),
        flags(USER),
        rule(
            Errno.E2BIG,
            "a key that fits on the stack",
            def -> Integer.toUnsignedLong(def.keySize()) <= 512),
        rule("at most 2^27 entries", entriesUpTo(HASH_ENTRIES)));
  }

  private static List<CreationRule> cpuMap() {
    return List.of(
        entries(),
        key(4),
        value(4, 8),
        flags(Set.of(MapFlag.NUMA_NODE)),
        rule(Errno.E2BIG, "at most %d CPUs".formatted(MOST_CPUS), entriesUpTo(MOST_CPUS)));
  }

  private static boolean isRing(MapDef def) {
    long bytes = Integer.toUnsignedLong(def.maxEntries());
    return Long.bitCount(bytes) == 1 && bytes % PAGE == 0;
  }

  private static List<CreationRule> arena() {
    return List.of(
        key(0),
        value(0),
        entries(),
        rule("memory that user space maps", MapFlag.MMAPABLE::in),
        flags(Set.of(MapFlag.MMAPABLE, MapFlag.SEGV_ON_FAULT, MapFlag.NO_USER_CONV)),
        rule("a page address in map_extra", def -> def.mapExtra() % PAGE == 0),
        rule(Errno.E2BIG, "at most 4 GiB", entriesUpTo(ARENA_PAGES)),
        rule(Errno.ERANGE, "addresses that share their upper half", CreationRules::isArena));
  }

  private static boolean isArena(MapDef def) {
    long last = def.mapExtra() + Integer.toUnsignedLong(def.maxEntries()) * PAGE - 1;
    return def.mapExtra() >>> Integer.SIZE == last >>> Integer.SIZE;
  }

  private static List<CreationRule> cgroupStorage(long largest) {
    return List.of(
        rule("a key of 8 or 16 bytes", def -> def.keySize() == 8 || def.keySize() == 16),
        valueNotEmpty(),
        rule(Errno.E2BIG, "a value of at most %d bytes".formatted(largest), valueUpTo(largest)),
        flags(ALL),
        accessOnce(),
        noEntries());
  }

  private static List<CreationRule> localStorage() {
    return List.of(
        flags(Set.of(MapFlag.NO_PREALLOC, MapFlag.CLONE)),
        rule("elements allocated on demand", MapFlag.NO_PREALLOC::in),
        noEntries(),
        key(4),
        valueNotEmpty(),
        types());
  }

  @SafeVarargs
  private static List<CreationRule> join(List<CreationRule>... parts) {
    List<CreationRule> all = new ArrayList<>();
    for (Collection<CreationRule> part : parts) {
      all.addAll(part);
    }
    return List.copyOf(all);
  }
}
