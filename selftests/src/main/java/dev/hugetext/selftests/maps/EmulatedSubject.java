package dev.hugetext.selftests.maps;

import dev.hugetext.loader.map.BpfMap;
import dev.hugetext.loader.map.MapAnswer;
import dev.hugetext.loader.map.MapObject;
import dev.hugetext.loader.map.MapSyscalls;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A map of the emulated kernel. */
final class EmulatedSubject implements MapSubject {
  private final BpfMap map;
  private final MapSyscalls calls;
  private final List<? extends MapObject> objects;

  /**
   * A subject.
   *
   * @param objects what {@link #put} stores, by number
   */
  EmulatedSubject(BpfMap map, List<? extends MapObject> objects) {
    this.map = map;
    this.objects = objects;
    calls = map.syscalls();
  }

  @Override
  public String name() {
    return "emulated";
  }

  private static Reply reply(MapAnswer answer) {
    return switch (answer) {
      case MapAnswer.Bytes(byte[] bytes) -> Reply.ok(bytes);
      case MapAnswer.Refused(var errno) -> Reply.error(errno);
    };
  }

  /** With the number of an object in the place of its id. */
  private Reply withoutIds(Reply reply) {
    if (objects.isEmpty() || !reply.isOk()) {
      return reply;
    }
    ByteBuffer value = ByteBuffer.wrap(reply.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < objects.size(); i++) {
      if (objects.get(i).id() == value.getInt(0)) {
        return Reply.ok(new byte[] {(byte) i});
      }
    }
    return reply;
  }

  @Override
  public Reply lookup(byte[] key, byte[] value, long flags) {
    boolean keyless = map.def().keySize() == 0;
    return withoutIds(reply(calls.lookup(keyless ? value : key, flags)));
  }

  @Override
  public Reply update(byte[] key, byte[] value, long flags) {
    return Reply.of(calls.update(key, value, flags));
  }

  @Override
  public Reply put(byte[] key, int object, long flags) {
    return Reply.of(calls.put(key, objects.get(object), flags));
  }

  @Override
  public Reply delete(byte[] key) {
    return Reply.of(calls.delete(key));
  }

  @Override
  public Reply nextKey(byte @Nullable [] key) {
    return reply(calls.nextKey(key));
  }

  @Override
  public Reply take(byte[] key, long flags) {
    return reply(calls.lookupAndDelete(key, flags));
  }

  @Override
  public Reply freeze() {
    return Reply.of(calls.freeze());
  }

  @Override
  public void close() {
    map.free();
  }
}
