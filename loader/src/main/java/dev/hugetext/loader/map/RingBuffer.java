package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.x86.memory.GuestMemory;
import dev.hugetext.x86.memory.PageSize;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code BPF_MAP_TYPE_RINGBUF}: records of a header (length with two flag bits, page offset) and
 * data, reserved in order and given to user space in that order once committed.
 *
 * <p>Linux maps the data pages twice in a row, so that a record may run over the end; here the data
 * have twice the room, which is the same to whoever reads a record where it begins.
 */
public final class RingBuffer extends BpfMap {
  private static final int HEADER_BYTES = 512;
  private static final int RECORD_HEADER = 8;
  private static final int BUSY = 1 << 31;
  private static final int DISCARD = 1 << 30;
  private static final int LENGTH_MASK = DISCARD - 1;
  private static final long LARGEST_RECORD = 0xffff_ffffL / 4;
  private static final long WAKEUP_FLAGS = 3;

  private final long size;
  private final long data;
  private long consumer;
  private long producer;
  private long pending;

  private RingBuffer(MapDef def, MapSite site, long address) {
    super(def, site, address);
    size = Integer.toUnsignedLong(def.maxEntries());
    data = address + HEADER_BYTES;
  }

  static MapCreation create(MapDef def, MapSite site) {
    long bytes = HEADER_BYTES + 2 * Integer.toUnsignedLong(def.maxEntries());
    long address = site.heap().allocate(bytes);
    return address == 0
        ? new MapCreation.Refused(Errno.ENOMEM, bytes + " bytes do not fit in memory")
        : new MapCreation.Created(new RingBuffer(def, site, address));
  }

  /** The address of the map that gave this sample: its header says how many pages before it. */
  public static long mapOf(GuestMemory memory, long sample) {
    long record = sample - RECORD_HEADER;
    long page = record & -PageSize.KIB_4.bytes();
    return page - memory.getInt(record + Integer.BYTES) * PageSize.KIB_4.bytes();
  }

  private GuestMemory memory() {
    return heap().memory();
  }

  private long place(long position) {
    return data + (position & (size - 1));
  }

  /**
   * {@code bpf_ringbuf_reserve}.
   *
   * @return the address of {@code bytes} bytes to be filled, or 0 where there is no room
   */
  public long reserve(long bytes, long flags) {
    return flags == 0 ? reserve(bytes) : 0;
  }

  private long reserve(long bytes) {
    if (bytes < 0 || bytes > LARGEST_RECORD) {
      return 0;
    }
    long length = roundUp8(bytes + RECORD_HEADER);
    if (length > size) {
      return 0;
    }
    skipCommitted();
    long after = producer + length;
    if (after - consumer > size - 1 || after - pending > size - 1) {
      return 0;
    }
    long record = place(producer);
    memory().putInt(record, (int) bytes | BUSY);
    memory().putInt(record + Integer.BYTES, (int) ((record - address()) / PageSize.KIB_4.bytes()));
    producer = after;
    return record + RECORD_HEADER;
  }

  /** Moves on over records that are no longer being written. */
  private void skipCommitted() {
    while (pending < producer) {
      int header = memory().getInt(place(pending));
      if ((header & BUSY) != 0) {
        return;
      }
      pending += roundUp8(Integer.toUnsignedLong(header & LENGTH_MASK) + RECORD_HEADER);
    }
  }

  /** {@code bpf_ringbuf_submit}, of what {@link #reserve} gave. */
  public void submit(long sample) {
    long record = sample - RECORD_HEADER;
    memory().putInt(record, memory().getInt(record) & ~BUSY);
  }

  /** {@code bpf_ringbuf_discard}, of what {@link #reserve} gave. */
  public void discard(long sample) {
    long record = sample - RECORD_HEADER;
    memory().putInt(record, (memory().getInt(record) & ~BUSY) | DISCARD);
  }

  /**
   * {@code bpf_ringbuf_output}.
   *
   * @return 0 or a negative errno
   */
  public long output(byte[] bytes, long flags) {
    if ((flags & ~WAKEUP_FLAGS) != 0) {
      return Errno.EINVAL.negative();
    }
    long sample = reserve(bytes.length);
    if (sample == 0) {
      return Errno.EAGAIN.negative();
    }
    memory().write(sample, bytes);
    submit(sample);
    return 0;
  }

  /** {@code bpf_ringbuf_query}: bytes to be read, size, or a position; 0 for other questions. */
  public long query(long question) {
    return switch (Math.clamp(question, -1, 4)) {
      case 0 -> producer - consumer;
      case 1 -> size;
      case 2 -> consumer;
      case 3 -> producer;
      default -> 0;
    };
  }

  /** The records that user space could read now, in order; they stay. */
  public List<byte[]> records() {
    List<byte[]> records = new ArrayList<>();
    consumeTo(records);
    return records;
  }

  /** Reads the records that are complete, as user space does, and makes room for others. */
  public List<byte[]> consume() {
    List<byte[]> records = new ArrayList<>();
    consumer = consumeTo(records);
    return records;
  }

  private long consumeTo(List<byte[]> records) {
    long position = consumer;
    while (position < producer) {
      long record = place(position);
      int header = memory().getInt(record);
      if ((header & BUSY) != 0) {
        break;
      }
      int length = header & LENGTH_MASK;
      if ((header & DISCARD) == 0) {
        records.add(memory().read(record + RECORD_HEADER, length));
      }
      position += roundUp8(length + RECORD_HEADER);
    }
    return position;
  }

  @Override
  public long lookup(byte[] key, int cpu) {
    return Errno.ENOTSUPP.negative();
  }

  @Override
  public long update(byte[] key, byte[] value, long flags, int cpu) {
    return Errno.ENOTSUPP.negative();
  }

  @Override
  public long delete(byte[] key, int cpu) {
    return Errno.ENOTSUPP.negative();
  }

  @Override
  MapAnswer userLookup(byte[] key) {
    return refused(Errno.ENOTSUPP);
  }

  @Override
  long userUpdate(byte[] key, byte[] value, long flags) {
    return Errno.ENOTSUPP.negative();
  }

  @Override
  long userDelete(byte[] key) {
    return Errno.ENOTSUPP.negative();
  }

  @Override
  MapAnswer userNextKey(byte @Nullable [] key) {
    return refused(Errno.ENOTSUPP);
  }

  @Override
  public void free() {
    heap().free(address());
  }
}
