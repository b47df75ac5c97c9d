package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code BPF_MAP_TYPE_PERF_EVENT_ARRAY}: events into which programs write, usually one per CPU. */
public final class PerfEventArray extends FdArray {
  /** The index in the flags that stands for the running CPU ({@code BPF_F_CURRENT_CPU}). */
  private static final long CURRENT_CPU = 0xffff_ffffL;

  private static final long INDEX_MASK = 0xffff_ffffL;

  private PerfEventArray(MapDef def, MapSite site, long address) {
    super(def, site, address);
  }

  static MapCreation create(MapDef def, MapSite site) {
    long address = allocate(def, site);
    return address == 0
        ? noMemory(def)
        : new MapCreation.Created(new PerfEventArray(def, site, address));
  }

  /** A record that a program wrote. */
  public record Sample(int cpu, byte[] data) {}

  /** Opens an event for every CPU that the array has a slot for, as tools that read it do. */
  @Override
  public void openReaders() {
    for (int cpu = 0; cpu < Math.min(entries(), heap().cpus()); cpu++) {
      if (at(cpu) == null) {
        // a program sees no more of an event than that its slot is not empty
        put(key(cpu), new PerfBuffer(cpu, address(), cpu), UpdateFlags.ANY);
      }
    }
  }

  /**
   * The part of {@code bpf_perf_event_output} that concerns the map: {@code flags} without the bits
   * that say how much of a packet to append.
   *
   * @return 0 or a negative errno
   */
  public long output(int cpu, long flags, byte[] data) {
    long index = flags & INDEX_MASK;
    if (index == CURRENT_CPU) {
      index = cpu;
    }
    if (index >= entries()) {
      return Errno.E2BIG.negative();
    }
    if (!(at(index) instanceof PerfBuffer buffer)) {
      return Errno.ENOENT.negative();
    }
    if (buffer.cpu() != cpu) {
      return Errno.EOPNOTSUPP.negative();
    }
    buffer.samples().add(Arrays.copyOf(data, paddedLength(data.length)));
    return 0;
  }

  /** A record is its length in 4 bytes and its data, together a multiple of 8 bytes. */
  private static int paddedLength(int length) {
    return (int) roundUp8(length + Integer.BYTES) - Integer.BYTES;
  }

  /** All records, CPU by CPU; readers get them with zeros up to the next word. */
  public List<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    for (long index = 0; index < Math.min(entries(), heap().cpus()); index++) {
      if (at(index) instanceof PerfBuffer buffer) {
        buffer.samples().forEach(data -> samples.add(new Sample(buffer.cpu(), data)));
      }
    }
    return samples;
  }

  @Override
  long accepts(MapObject object) {
    return object instanceof PerfBuffer ? 0 : Errno.EBADF.negative();
  }

  @Override
  MapAnswer userLookup(byte[] key) {
    return refused(Errno.ENOTSUPP);
  }

  @Override
  MapAnswer userReads(MapObject object) {
    return refused(Errno.ENOTSUPP);
  }
}
