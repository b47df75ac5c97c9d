package dev.hugetext.selftests.fuzz;

import dev.hugetext.bpf.interp.HelperCalls;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.KernelAbi;
import dev.hugetext.bpf.proto.KernelNames;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFunction;
import dev.hugetext.bpf.proto.MapType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Helpers over maps in guarded memory; every byte that a helper may touch is touched. */
final class SandboxHelpers implements HelperCalls {
  private final GuardedMemory memory;
  private final SplittableRandom random;
  private final List<MapDef> maps;
  private final List<Long> addresses = new ArrayList<>();
  private final Map<Long, Long> hash = new HashMap<>();

  SandboxHelpers(GuardedMemory memory, List<MapDef> maps, SplittableRandom random) {
    this.memory = memory;
    this.random = random;
    this.maps = maps;
    maps.forEach(
        map -> addresses.add(map.type() == MapType.ARRAY ? array(map) : memory.reserve(1)));
  }

  /** Of an array a program may reach the values, and nothing of the header before them. */
  private long array(MapDef map) {
    long address = memory.reserve(KernelAbi.BpfArray.VALUE + (long) stride(map) * map.maxEntries());
    for (int i = 0; i < map.maxEntries(); i++) {
      byte[] initial = map.initial();
      byte[] bytes = initial != null ? initial : randomBytes(map.valueSize());
      memory.place(
          address + KernelAbi.BpfArray.VALUE + (long) i * stride(map), bytes, !map.frozen());
    }
    return address;
  }

  private static int stride(MapDef map) {
    return map.valueSize() + 7 & ~7;
  }

  private byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  @Override
  public long address(Symbol symbol) {
    return switch (symbol) {
      case Symbol.MapPointer(int map) -> addresses.get(map);
      case Symbol.MapValue(int map, int offset) ->
          addresses.get(map) + KernelAbi.BpfArray.VALUE + offset;
      case Symbol.Kernel(String name) -> variable(name);
      case Symbol.Helper ignored -> throw unexpected(symbol);
      case Symbol.CallBase ignored -> throw unexpected(symbol);
      case Symbol.Function ignored -> throw unexpected(symbol);
      case Symbol.TailCallSlot ignored -> throw unexpected(symbol);
      case Symbol.PrivateStack ignored -> throw unexpected(symbol);
    };
  }

  private long variable(String name) {
    return switch (name) {
      case KernelNames.CPU_NUMBER ->
          memory.add(new byte[] {(byte) random.nextInt(2), 0, 0, 0}, false);
      case KernelNames.JIFFIES -> memory.add(randomBytes(Long.BYTES), false);
      default -> throw new IllegalStateException("no variable " + name);
    };
  }

  private static IllegalStateException unexpected(Symbol symbol) {
    return new IllegalStateException("nothing has the address of " + symbol);
  }

  @Override
  public long call(Symbol target, long r1, long r2, long r3, long r4, long r5) {
    return switch (target) {
      case Symbol.Helper(int id) -> call(HelperTable.of(id).orElseThrow(), r1, r2, r3, r4);
      case Symbol.Kernel(String name) -> function(name, r1, r2, r3, r4);
      default -> throw unexpected(target);
    };
  }

  /** What rewriting put in place of a helper. */
  private long function(String name, long r1, long r2, long r3, long r4) {
    for (MapFunction function : MapFunction.values()) {
      if (function.kernelName().equals(name)) {
        long result = call(function.helper(), r1, r2, r3, r4);
        boolean element = function.findsElement() && result != 0;
        return element ? result - KernelAbi.HashElement.value(maps.get(map(r1)).keySize()) : result;
      }
    }
    // a packet load: a number of up to 32 bits, or an errno
    return random.nextInt(4) == 0 ? Errno.EFAULT.negative() : random.nextInt() & 0xffff_ffffL;
  }

  private int map(long address) {
    return addresses.indexOf(address);
  }

  private long call(HelperTable helper, long r1, long r2, long r3, long r4) {
    return switch (helper) {
      case MAP_LOOKUP_ELEM -> lookup(map(r1), r2);
      case MAP_UPDATE_ELEM -> update(map(r1), r2, r3);
      case MAP_DELETE_ELEM -> delete(map(r1), r2);
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
    boolean inside = key < maps.get(map).maxEntries();
    return inside ? addresses.get(map) + KernelAbi.BpfArray.VALUE + key * stride(maps.get(map)) : 0;
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
