package dev.hugetext.loader.kernel;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * A map of the running kernel. Per-CPU values are the concatenation the kernel hands out: each
 * rounded up to 8 bytes, one for every possible CPU. Keys and values of another size than the map's
 * are refused here, since the kernel would read or write beyond them.
 */
public final class KernelMap implements AutoCloseable {

  // struct of the element commands in union bpf_attr
  private static final int MAP_FD = 0;
  private static final int KEY = 8;
  private static final int VALUE = 16;
  private static final int FLAGS = 24;

  private final KernelFd fd;
  private final MapSpec spec;
  private final int valueBytes;

  private KernelMap(KernelFd fd, MapSpec spec) {
    this.fd = fd;
    this.spec = spec;
    valueBytes = spec.userValueSize();
  }

  static Outcome<KernelMap> create(MapSpec spec) {
    try (Attr attr = new Attr()) {
      attr.putInt(0, spec.type()).putInt(4, spec.keySize()).putInt(8, spec.valueSize());
      attr.putInt(12, spec.maxEntries()).putInt(16, spec.flags()).putInt(20, spec.innerFd());
      attr.putInt(24, spec.numaNode()).putName(28, spec.name()).putLong(64, spec.mapExtra());
      attr.putInt(48, spec.types().btfFd()).putInt(60, spec.types().kernelValue());
      attr.putInt(52, spec.types().key()).putInt(56, spec.types().value());
      int result = attr.call(BpfCommand.MAP_CREATE);
      return result < 0
          ? refused(BpfCommand.MAP_CREATE, result)
          : new Outcome.Done<>(new KernelMap(new KernelFd(result), spec));
    }
  }

  /** The descriptor, to stand in a {@code ld_imm64}; valid until {@link #close}. */
  public int fd() {
    return fd.number();
  }

  public MapSpec spec() {
    return spec;
  }

  /** Bytes of a value, as it is handed over: of a per-CPU map those of all CPUs. */
  public int valueSize() {
    return valueBytes;
  }

  /** The id that xlated instructions show in place of the map. */
  public int id() {
    byte[] info = ObjectInfo.read(fd(), ObjectInfo.MAP_INFO_BYTES).orThrow();
    return ObjectInfo.intAt(info, ObjectInfo.MAP_ID);
  }

  /**
   * The value at {@code key}; ENOENT where there is none.
   *
   * @throws IllegalArgumentException if the key has not the map's size
   */
  public Outcome<byte[]> lookup(byte[] key) {
    return lookup(key, new byte[valueBytes], 0);
  }

  /**
   * The value at {@code key}; ENOENT where there is none.
   *
   * @param before what the kernel finds in the value's place: a bloom filter looks for it
   * @throws IllegalArgumentException if the key or {@code before} has not the map's size
   */
  public Outcome<byte[]> lookup(byte[] key, byte[] before, long flags) {
    checkSize("value", before, valueBytes);
    return read(BpfCommand.MAP_LOOKUP_ELEM, key, before, flags);
  }

  /**
   * The value at {@code key}, which is removed.
   *
   * @throws IllegalArgumentException if the key has not the map's size
   */
  public Outcome<byte[]> lookupAndDelete(byte[] key, long flags) {
    return read(BpfCommand.MAP_LOOKUP_AND_DELETE_ELEM, key, new byte[valueBytes], flags);
  }

  private Outcome<byte[]> read(BpfCommand command, byte[] key, byte[] before, long flags) {
    checkSize("key", key, spec.keySize());
    try (Attr attr = new Attr()) {
      MemorySegment value = attr.copy(before);
      attr.putInt(MAP_FD, fd()).putPointer(KEY, key).putPointer(VALUE, value);
      attr.putLong(FLAGS, flags);
      int result = attr.call(command);
      return result < 0
          ? refused(command, result)
          : new Outcome.Done<>(Attr.bytes(value, valueBytes));
    }
  }

  /**
   * Stores {@code value} at {@code key}.
   *
   * @param flags 0 any, 1 only new, 2 only existing
   * @throws IllegalArgumentException if key or value have not the map's size
   */
  public Outcome<Integer> update(byte[] key, byte[] value, long flags) {
    checkSize("key", key, spec.keySize());
    checkSize("value", value, valueBytes);
    try (Attr attr = new Attr()) {
      attr.putInt(MAP_FD, fd()).putPointer(KEY, key).putPointer(VALUE, value);
      attr.putLong(FLAGS, flags);
      return result(BpfCommand.MAP_UPDATE_ELEM, attr.call(BpfCommand.MAP_UPDATE_ELEM));
    }
  }

  /** Removes {@code key}. */
  public Outcome<Integer> delete(byte[] key) {
    checkSize("key", key, spec.keySize());
    try (Attr attr = new Attr()) {
      attr.putInt(MAP_FD, fd()).putPointer(KEY, key);
      return result(BpfCommand.MAP_DELETE_ELEM, attr.call(BpfCommand.MAP_DELETE_ELEM));
    }
  }

  /** The key after {@code key}, or the first one; ENOENT after the last. */
  public Outcome<byte[]> nextKey(Optional<byte[]> key) {
    key.ifPresent(bytes -> checkSize("key", bytes, spec.keySize()));
    try (Attr attr = new Attr()) {
      MemorySegment next = attr.buffer(spec.keySize());
      attr.putInt(MAP_FD, fd()).putPointer(KEY, key.orElseGet(() -> new byte[0]));
      attr.putPointer(VALUE, next);
      int result = attr.call(BpfCommand.MAP_GET_NEXT_KEY);
      return result < 0
          ? refused(BpfCommand.MAP_GET_NEXT_KEY, result)
          : new Outcome.Done<>(Attr.bytes(next, spec.keySize()));
    }
  }

  /** The records that are in a ring buffer, in order. */
  public List<byte[]> ringRecords() {
    return KernelRing.records(fd(), Integer.toUnsignedLong(spec.maxEntries()));
  }

  /** Refuses further writes from user space. */
  public Outcome<Integer> freeze() {
    try (Attr attr = new Attr()) {
      attr.putInt(MAP_FD, fd());
      return result(BpfCommand.MAP_FREEZE, attr.call(BpfCommand.MAP_FREEZE));
    }
  }

  private static void checkSize(String what, byte[] bytes, int wanted) {
    if (bytes.length != wanted) {
      throw new IllegalArgumentException(
          "%s of %d bytes, where the map has %d".formatted(what, bytes.length, wanted));
    }
  }

  private static Outcome<Integer> result(BpfCommand command, int result) {
    return result < 0 ? refused(command, result) : new Outcome.Done<>(result);
  }

  private static <T> Outcome<T> refused(BpfCommand command, int result) {
    return new Outcome.Refused<>(command.name(), -result, "");
  }

  @Override
  public void close() {
    fd.close();
  }
}
