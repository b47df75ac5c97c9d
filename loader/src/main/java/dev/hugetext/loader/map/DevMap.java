package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;

/** {@code BPF_MAP_TYPE_DEVMAP}: network devices by index; device 0 clears a place. */
final class DevMap extends PlaceArray {
  /** Send to all devices, or to all but the one that the packet came from. */
  static final long FLAGS = BROADCAST | 1 << 4;

  private DevMap(MapDef def, MapSite site, long address) {
    super(def, site, address);
  }

  static MapCreation create(MapDef def, MapSite site) {
    long address = allocate(def, site);
    return address == 0 ? noMemory(def) : new MapCreation.Created(new DevMap(def, site, address));
  }

  /** Whether this device exists and wants no program: there are none of those here. */
  static long check(byte[] value) {
    boolean known = number(value) == 0 || NetDevices.exists(number(value));
    return known && program(value) <= 0 ? 0 : Errno.EINVAL.negative();
  }

  @Override
  long accepts(long index, byte[] value) {
    return check(value);
  }

  @Override
  public long redirectFlags() {
    return FLAGS;
  }
}
