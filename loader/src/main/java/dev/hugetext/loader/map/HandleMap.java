package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import org.jspecify.annotations.Nullable;

/**
 * A map of things that the emulated kernel does not have: sockets, control groups, tasks, pages
 * shared with user space. It can be created and named by programs, and is always empty.
 */
final class HandleMap extends BpfMap {
  private static final int HEADER_BYTES = 512;

  private final Errno answer;

  private HandleMap(MapDef def, MapSite site, long address, Errno answer) {
    super(def, site, address);
    this.answer = answer;
  }

  /**
   * A map.
   *
   * @param answer what every operation of user space gives
   */
  static MapCreation create(MapDef def, MapSite site, Errno answer) {
    long address = site.heap().allocate(HEADER_BYTES);
    return address == 0
        ? new MapCreation.Refused(Errno.ENOMEM, "no memory for the map")
        : new MapCreation.Created(new HandleMap(def, site, address, answer));
  }

  @Override
  public long lookup(byte[] key, int cpu) {
    return 0;
  }

  @Override
  public long update(byte[] key, byte[] value, long flags, int cpu) {
    return answer.negative();
  }

  @Override
  public long delete(byte[] key, int cpu) {
    return answer.negative();
  }

  @Override
  MapAnswer userLookup(byte[] key) {
    return refused(answer);
  }

  @Override
  long userUpdate(byte[] key, byte[] value, long flags) {
    return answer.negative();
  }

  @Override
  long userDelete(byte[] key) {
    return answer.negative();
  }

  @Override
  MapAnswer userNextKey(byte @Nullable [] key) {
    return refused(answer);
  }

  @Override
  public void free() {
    heap().free(address());
  }
}
