package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;

/** {@code BPF_MAP_TYPE_CPUMAP}: packet queues of CPUs; a queue of size 0 is none. */
final class CpuMap extends PlaceArray {
  private static final int LONGEST_QUEUE = 16384;

  private CpuMap(MapDef def, MapSite site, long address) {
    super(def, site, address);
  }

  static MapCreation create(MapDef def, MapSite site) {
    long address = allocate(def, site);
    return address == 0 ? noMemory(def) : new MapCreation.Created(new CpuMap(def, site, address));
  }

  @Override
  long accepts(long index, byte[] value) {
    if (Integer.compareUnsigned(number(value), LONGEST_QUEUE) > 0) {
      return Errno.EOVERFLOW.negative();
    }
    if (index >= heap().cpus()) {
      return Errno.ENODEV.negative();
    }
    boolean programWanted = number(value) != 0 && program(value) > 0;
    return programWanted ? Errno.EINVAL.negative() : 0;
  }

  @Override
  public long lookup(byte[] key, int cpu) {
    return Errno.EOPNOTSUPP.negative(); // programs only redirect
  }

  @Override
  MapAnswer userLookup(byte[] key) {
    long value = super.lookup(key, UserCpu.NUMBER);
    return value == 0 ? refused(Errno.ENOENT) : bytesAt(value, def().valueSize());
  }

  @Override
  public long redirectFlags() {
    return 0;
  }
}
