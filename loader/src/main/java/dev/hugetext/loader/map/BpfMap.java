package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.KernelAbi;
import dev.hugetext.bpf.proto.MapDef;
import java.util.List;

/**
 * A map in emulated memory.
 *
 * <p>Program-side operations take and return what the helpers do: keys are read from guest memory
 * by the caller, an element is an address. Not safe for use by two threads at once.
 */
public abstract sealed class BpfMap permits BpfArray, BpfHtab {
  private final MapDef def;
  private final KernelHeap heap;
  private final long address;
  private boolean frozen;

  BpfMap(MapDef def, KernelHeap heap, long address) {
    this.def = def;
    this.heap = heap;
    this.address = address;
    heap.memory().putInt(address + KernelAbi.BpfMap.MAX_ENTRIES, def.maxEntries());
  }

  /** What the map was created from. */
  public final MapDef def() {
    return def;
  }

  /** The address of its {@code struct bpf_map}: what {@code ld_imm64} puts into a register. */
  public final long address() {
    return address;
  }

  /** Whether user space may no longer write ({@code BPF_MAP_FREEZE}). */
  public final boolean frozen() {
    return frozen;
  }

  /** From now on user-side writes are refused. */
  public final void freeze() {
    frozen = true;
  }

  /**
   * The address of {@code value[0]} plus {@code offset}, for direct value access; -1 without it.
   */
  public abstract long valueAddress(int offset);

  /**
   * {@code bpf_map_lookup_elem}.
   *
   * @param key {@code keySize} bytes
   * @return the address of the value, or 0
   */
  public abstract long lookup(byte[] key);

  /**
   * {@code bpf_map_update_elem}.
   *
   * @return 0 or a negative errno
   */
  public abstract long update(byte[] key, byte[] value, long flags);

  /**
   * {@code bpf_map_delete_elem}.
   *
   * @return 0 or a negative errno
   */
  public abstract long delete(byte[] key);

  /** All keys, in the order in which {@code get_next_key} gives them. */
  public abstract List<byte[]> keys();

  /** Gives the map's memory back. */
  public abstract void free();

  /** Reads a value by key, as user space does; null-free: an empty array where there is none. */
  public final byte[] read(byte[] key) {
    long value = lookup(key);
    return value == 0 ? new byte[0] : heap.memory().read(value, def.valueSize());
  }

  /**
   * An update by user space: as {@link #update}, but refused with EPERM once frozen, and with
   * EINVAL where a lock is asked for that the value does not have, whatever else is wrong.
   */
  public final long userUpdate(byte[] key, byte[] value, long flags) {
    if (frozen) {
      return Errno.EPERM.negative();
    }
    return (flags & UpdateFlags.LOCK) != 0 ? Errno.EINVAL.negative() : update(key, value, flags);
  }

  final KernelHeap heap() {
    return heap;
  }

  /** Rounded up to whole 8-byte words, as elements are laid out. */
  static long roundUp8(long bytes) {
    return (bytes + 7) & ~7L;
  }
}
