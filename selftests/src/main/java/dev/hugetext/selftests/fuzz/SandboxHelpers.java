package dev.hugetext.selftests.fuzz;

import dev.hugetext.bpf.interp.HelperCalls;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Helpers over maps in guarded memory; every byte that a helper may touch is touched. */
final class SandboxHelpers implements HelperCalls {
  private static final long MAP_BASE = 0x7000_0000L;

  private final GuardedMemory memory;
  private final SplittableRandom random;
  private final List<MapDef> maps;
  private final List<List<Long>> values = new ArrayList<>();
  private final Map<Long, Long> hash = new HashMap<>();

  SandboxHelpers(GuardedMemory memory, List<MapDef> maps, SplittableRandom random) {
    this.memory = memory;
    this.random = random;
    this.maps = maps;
    for (MapDef map : maps) {
      List<Long> addresses = new ArrayList<>();
      for (int i = 0; map.type() == MapType.ARRAY && i < map.maxEntries(); i++) {
        byte[] initial = map.initial();
        byte[] bytes = initial != null ? initial : randomBytes(map.valueSize());
        addresses.add(memory.add(bytes, !map.frozen()));
      }
      values.add(addresses);
    }
  }

  private byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  @Override
  public long address(Symbol symbol) {
    return switch (symbol) {
      case Symbol.MapPointer(int map) -> MAP_BASE + map;
      case Symbol.MapValue(int map, int offset) -> values.get(map).getFirst() + offset;
      case Symbol.Helper ignored -> throw unexpected(symbol);
      case Symbol.CallBase ignored -> throw unexpected(symbol);
      case Symbol.Function ignored -> throw unexpected(symbol);
      case Symbol.Kernel ignored -> throw unexpected(symbol);
    };
  }

  private static IllegalStateException unexpected(Symbol symbol) {
    return new IllegalStateException("nothing has the address of " + symbol);
  }

  @Override
  public long call(Symbol target, long r1, long r2, long r3, long r4, long r5) {
    if (!(target instanceof Symbol.Helper(int id))) {
      throw unexpected(target);
    }
    HelperTable helper = HelperTable.of(id).orElseThrow();
    return switch (helper) {
      case MAP_LOOKUP_ELEM -> lookup((int) (r1 - MAP_BASE), r2);
      case MAP_UPDATE_ELEM -> update((int) (r1 - MAP_BASE), r2, r3);
      case MAP_DELETE_ELEM -> delete((int) (r1 - MAP_BASE), r2);
      case KTIME_GET_NS -> random.nextLong();
      case GET_PRANDOM_U32 -> random.nextInt() & 0xffff_ffffL;
      case GET_SMP_PROCESSOR_ID -> random.nextInt(2);
      case CSUM_DIFF -> memory.read(r1, r2) + memory.read(r3, r4);
      case SKB_PULL_DATA -> 0;
      default -> random.nextLong(); // mutants call others; all that are accepted give numbers
    };
  }

  private long key(int map, long address) {
    memory.read(address, maps.get(map).keySize());
    return memory.load(address, maps.get(map).keySize() == 4 ? MemSize.W : MemSize.DW);
  }

  private long lookup(int map, long address) {
    long key = key(map, address);
    if (maps.get(map).type() == MapType.HASH) {
      return hash.getOrDefault(key, 0L);
    }
    List<Long> array = values.get(map);
    return key < array.size() ? array.get((int) key) : 0;
  }

  private long update(int map, long address, long value) {
    long key = key(map, address);
    memory.read(value, maps.get(map).valueSize());
    if (maps.get(map).type() == MapType.HASH) {
      hash.computeIfAbsent(
          key, missing -> memory.add(randomBytes(maps.get(map).valueSize()), true));
    }
    return 0;
  }

  private long delete(int map, long address) {
    hash.remove(key(map, address));
    return 0;
  }
}
