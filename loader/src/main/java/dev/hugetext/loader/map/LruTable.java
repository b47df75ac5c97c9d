package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import org.jspecify.annotations.Nullable;

/** What LRU tables share: a block with all elements, and a pool that evicts. */
abstract class LruTable extends Htab {
  private final LruPool pool;
  private final long block;

  LruTable(MapDef def, MapSite site, Memory parts, ElementShape shape) {
    super(def, site, parts.header(), shape, entries(def, site.heap().cpus()));
    block = parts.block();
    int cpus = site.heap().cpus();
    long entries = entries(def, cpus);
    pool =
        MapFlag.NO_COMMON_LRU.in(def)
            ? new PerCpuLru(site.heap().memory(), block, shape.bytes(), entries, cpus, this::evict)
            : new CommonLru(
                site.heap().memory(),
                new FreshElements(block, entries, shape.bytes()),
                entries,
                cpus,
                this::evict);
  }

  /** The parts of guest memory that a table consists of. */
  record Memory(long header, long block) {
    /** Allocates them; null where memory does not suffice. */
    static @Nullable Memory allocate(MapDef def, KernelHeap heap, ElementShape shape) {
      long header = heap.allocate(HEADER_BYTES);
      long block = header == 0 ? 0 : heap.allocate(entries(def, heap.cpus()) * shape.bytes());
      if (block != 0) {
        return new Memory(header, block);
      }
      if (header != 0) {
        heap.free(header);
      }
      return null;
    }
  }

  /** How many elements there are: with an LRU for every CPU, the same number for each. */
  static long entries(MapDef def, int cpus) {
    long entries = entries(def);
    return MapFlag.NO_COMMON_LRU.in(def) ? (entries + cpus - 1) / cpus * cpus : entries;
  }

  final LruPool pool() {
    return pool;
  }

  final long block() {
    return block;
  }

  private boolean evict(LruNode node) {
    if (node.key == null) {
      return false;
    }
    index().remove(node);
    return true;
  }

  @Override
  final void retire(ElementSlot slot, int cpu) {
    pool.give((LruNode) slot);
  }

  @Override
  final void touch(ElementSlot slot) {
    pool.reference((LruNode) slot);
  }

  @Override
  public void free() {
    heap().free(block);
    heap().free(address());
  }
}
