package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.KernelAbi;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import dev.hugetext.x86.memory.GuestMemory;
import org.jspecify.annotations.Nullable;

/**
 * What all hash tables share: elements of header, key and value (or a pointer to it) in guest
 * memory, each part in whole 8-byte words; the index over them is on the Java heap.
 */
public abstract class Htab extends BpfMap {
  /** Room for {@code struct bpf_htab}; programs see no more of it than {@code struct bpf_map}. */
  static final int HEADER_BYTES = 512;

  private final HashIndex index;
  private final ElementShape shape;

  Htab(MapDef def, MapSite site, long address, ElementShape shape, long entries) {
    super(def, site, address);
    this.shape = shape;
    int seed = MapFlag.ZERO_SEED.in(def) ? 0 : site.hashSeed();
    index = new HashIndex(entries, key -> JenkinsHash.of(key, seed));
  }

  /** How many elements the definition asks for. */
  static long entries(MapDef def) {
    return Integer.toUnsignedLong(def.maxEntries());
  }

  final HashIndex index() {
    return index;
  }

  final GuestMemory memory() {
    return heap().memory();
  }

  /** Where an element's value, or its pointer to one, lies. */
  final long valueOf(ElementSlot slot) {
    return slot.address() + shape.valueOffset();
  }

  /** Writes the key and puts the element into the table. */
  final void add(ElementSlot slot, byte[] key) {
    memory().write(slot.address() + KernelAbi.HashElement.KEY, key);
    index.add(slot, key);
  }

  /** Takes back an element that is no longer in the table. */
  abstract void retire(ElementSlot slot, int cpu);

  /** The value as a program on this CPU sees it. */
  abstract long programValue(ElementSlot slot, int cpu);

  /** The value as user space reads it. */
  abstract MapAnswer userValue(ElementSlot slot);

  /** Notes that a program looked an element up. */
  void touch(ElementSlot slot) {
    // only tables that evict care
  }

  /**
   * {@code __htab_map_lookup_elem}, which compiled programs call in the place of the helper.
   *
   * @return the address of the element, header included, or 0; nothing is noted about its use
   */
  public final long lookupElement(byte[] key) {
    ElementSlot slot = index.find(key);
    return slot == null ? 0 : slot.address();
  }

  @Override
  public final long lookup(byte[] key, int cpu) {
    ElementSlot slot = index.find(key);
    if (slot == null) {
      return 0;
    }
    touch(slot);
    return programValue(slot, cpu);
  }

  @Override
  public final long delete(byte[] key, int cpu) {
    ElementSlot slot = index.find(key);
    if (slot == null) {
      return Errno.ENOENT.negative();
    }
    index.remove(slot);
    retire(slot, cpu);
    return 0;
  }

  @Override
  final MapAnswer userLookup(byte[] key) {
    ElementSlot slot = index.find(key);
    return slot == null ? refused(Errno.ENOENT) : userValue(slot);
  }

  @Override
  final long userDelete(byte[] key) {
    return delete(key, UserCpu.NUMBER);
  }

  @Override
  MapAnswer userTake(byte[] key) {
    MapAnswer answer = userLookup(key);
    if (answer instanceof MapAnswer.Bytes) {
      delete(key, UserCpu.NUMBER);
    }
    return answer;
  }

  @Override
  final MapAnswer userNextKey(byte @Nullable [] key) {
    ElementSlot slot = key == null ? null : index.find(key);
    ElementSlot next = slot == null ? index.first() : index.after(slot);
    return next == null
        ? refused(Errno.ENOENT)
        : new MapAnswer.Bytes(HashIndex.keyOf(next).array().clone());
  }

  @Override
  public final MapWalk walk(int cpu) {
    return new HtabWalk(this, cpu);
  }
}
