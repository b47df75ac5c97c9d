package dev.hugetext.selftests.fuzz;

import dev.hugetext.bpf.interp.HelperCalls;
import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.KernelNames;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFunction;
import java.util.List;
import java.util.SplittableRandom;

/** Helpers over maps in guarded memory; every byte that a helper may touch is touched. */
final class SandboxHelpers implements HelperCalls {
  private final GuardedMemory memory;
  private final SplittableRandom random;
  private final List<SandboxMap> maps;

  SandboxHelpers(GuardedMemory memory, List<MapDef> maps, SplittableRandom random) {
    this.memory = memory;
    this.random = random;
    this.maps = maps.stream().map(map -> new SandboxMap(map, memory, random)).toList();
  }

  private byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  @Override
  public long address(Symbol symbol) {
    return switch (symbol) {
      case Symbol.MapPointer(int map) -> maps.get(map).address();
      case Symbol.MapValue(int map, int offset) -> maps.get(map).onlyValue() + offset;
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
        return function.findsElement()
            ? map(r1).element(r2)
            : call(function.helper(), r1, r2, r3, r4);
      }
    }
    // a packet load: a number of up to 32 bits, or an errno
    return random.nextInt(4) == 0 ? Errno.EFAULT.negative() : random.nextInt() & 0xffff_ffffL;
  }

  /** Touches the bytes; the answer is random. */
  private boolean touched(long address, long bytes) {
    memory.read(address, bytes);
    return random.nextBoolean();
  }

  private SandboxMap map(long address) {
    return maps.stream().filter(map -> map.address() == address).findFirst().orElseThrow();
  }

  private long call(HelperTable helper, long r1, long r2, long r3, long r4) {
    return switch (helper) {
      case MAP_LOOKUP_ELEM -> map(r1).lookup(r2);
      case MAP_UPDATE_ELEM -> map(r1).update(r2, r3);
      case MAP_DELETE_ELEM -> map(r1).delete(r2);
      case KTIME_GET_NS -> random.nextLong();
      case GET_PRANDOM_U32 -> random.nextInt() & 0xffff_ffffL;
      case GET_SMP_PROCESSOR_ID -> random.nextInt(2);
      case CSUM_DIFF -> memory.read(r1, r2) + memory.read(r3, r4);
      case SKB_LOAD_BYTES, XDP_LOAD_BYTES, SKB_STORE_BYTES, XDP_STORE_BYTES ->
          touched(r3, r4) ? Errno.EFAULT.negative() : 0;
      case SKB_PULL_DATA -> 0;
      default -> random.nextLong(); // mutants call others; all that are accepted give numbers
    };
  }
}
