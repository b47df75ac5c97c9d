package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.KernelAbi;
import dev.hugetext.bpf.proto.MapDef;
import org.jspecify.annotations.Nullable;

/**
 * A map in emulated memory.
 *
 * <p>The public operations are those of programs, and take and return what the helpers do: keys are
 * read from guest memory by the caller, an element is an address, an error is negative. What user
 * space does is {@link MapSyscalls}. Not safe for use by two threads at once.
 */
public abstract class BpfMap implements MapObject {
  private final MapDef def;
  private final MapSite site;
  private final long address;
  private boolean frozen;

  BpfMap(MapDef def, MapSite site, long address) {
    this.def = def;
    this.site = site;
    this.address = address;
    heap().memory().putInt(address + KernelAbi.BpfMap.MAX_ENTRIES, def.maxEntries());
  }

  /** What the map was created from. */
  public final MapDef def() {
    return def;
  }

  /** The address of its {@code struct bpf_map}: what {@code ld_imm64} puts into a register. */
  @Override
  public final long address() {
    return address;
  }

  @Override
  public final int id() {
    return site.id();
  }

  /** Whether user space may no longer write ({@code BPF_MAP_FREEZE}). */
  public final boolean frozen() {
    return frozen;
  }

  final void setFrozen() {
    frozen = true;
  }

  /** What bpf(2) does with it. */
  public final MapSyscalls syscalls() {
    return new MapSyscalls(this);
  }

  /**
   * The address of {@code value[0]} plus {@code offset}, for direct value access; -1 without it.
   */
  public long valueAddress(int offset) {
    return -1;
  }

  /**
   * {@code bpf_map_lookup_elem}.
   *
   * @param key {@code keySize} bytes
   * @param cpu the CPU that the program runs on
   * @return the address of the value (of the inner map, for a map of maps), or 0
   */
  public abstract long lookup(byte[] key, int cpu);

  /**
   * {@code bpf_map_update_elem}.
   *
   * @return 0 or a negative errno
   */
  public abstract long update(byte[] key, byte[] value, long flags, int cpu);

  /**
   * {@code bpf_map_delete_elem}.
   *
   * @return 0 or a negative errno
   */
  public abstract long delete(byte[] key, int cpu);

  /**
   * {@code bpf_map_push_elem}, for maps without keys.
   *
   * @return 0 or a negative errno
   */
  public long push(byte[] value, long flags) {
    return Errno.EOPNOTSUPP.negative();
  }

  /**
   * {@code bpf_map_pop_elem}.
   *
   * @param target where the value goes; zeroed where there is none
   * @return 0 or a negative errno
   */
  public long pop(long target) {
    return Errno.EOPNOTSUPP.negative();
  }

  /** {@code bpf_map_peek_elem}: as {@link #pop}, but the element stays. */
  public long peek(long target) {
    return Errno.EOPNOTSUPP.negative();
  }

  /**
   * {@code bpf_map_lookup_percpu_elem}.
   *
   * @param cpu whose value
   * @return its address, or 0 where there is no such key or CPU
   */
  public long lookupPerCpu(byte[] key, int cpu) {
    return 0;
  }

  /**
   * {@code bpf_for_each_map_elem}, for maps of the kinds that it takes; others have no elements.
   */
  public MapWalk walk(int cpu) {
    return NoElements.INSTANCE;
  }

  // What user space does, after the checks that all types share.

  /** Bytes of a value as bpf(2) hands it over. */
  int userValueSize() {
    return def.valueSize();
  }

  abstract MapAnswer userLookup(byte[] key);

  long userUpdate(byte[] key, byte[] value, long flags) {
    return update(key, value, flags, UserCpu.NUMBER);
  }

  long userDelete(byte[] key) {
    return delete(key, UserCpu.NUMBER);
  }

  abstract MapAnswer userNextKey(byte @Nullable [] key);

  /** {@code BPF_MAP_LOOKUP_AND_DELETE_ELEM}. */
  MapAnswer userTake(byte[] key) {
    return new MapAnswer.Refused(Errno.ENOTSUPP);
  }

  /** Has user space read what programs write into the map, where such a map wants a reader. */
  public void openReaders() {
    // most maps are read by nobody in particular
  }

  /** Gives the map's memory back. */
  public abstract void free();

  final KernelHeap heap() {
    return site.heap();
  }

  /** Bytes at an address, as an answer. */
  final MapAnswer bytesAt(long at, int length) {
    return new MapAnswer.Bytes(heap().memory().read(at, length));
  }

  static MapAnswer refused(Errno errno) {
    return new MapAnswer.Refused(errno);
  }

  /** Rounded up to whole 8-byte words, as elements are laid out. */
  static long roundUp8(long bytes) {
    return (bytes + 7) & ~7L;
  }
}
