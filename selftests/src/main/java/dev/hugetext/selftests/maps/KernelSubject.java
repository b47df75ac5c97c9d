package dev.hugetext.selftests.maps;

import dev.hugetext.loader.kernel.KernelMap;
import dev.hugetext.loader.kernel.Outcome;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A map of the running Linux. */
final class KernelSubject implements MapSubject {
  private final KernelMap map;
  private final int valueBytes;
  private final List<Handle> objects;

  /** A kernel object that maps hold references to: written by descriptor, read by id. */
  record Handle(int fd, int id) {}

  KernelSubject(KernelMap map, int valueBytes, List<Handle> objects) {
    this.map = map;
    this.valueBytes = valueBytes;
    this.objects = objects;
  }

  @Override
  public String name() {
    return "kernel";
  }

  private static Reply bytes(Outcome<byte[]> outcome) {
    return switch (outcome) {
      case Outcome.Done<byte[]>(byte[] bytes) -> Reply.ok(bytes);
      case Outcome.Refused<byte[]> refused -> new Reply(refused.errno(), new byte[0]);
    };
  }

  private static Reply status(Outcome<Integer> outcome) {
    return outcome instanceof Outcome.Refused<Integer> refused
        ? new Reply(refused.errno(), new byte[0])
        : Reply.of(0);
  }

  private Reply withoutIds(Reply reply) {
    if (objects.isEmpty() || !reply.isOk()) {
      return reply;
    }
    int id = ByteBuffer.wrap(reply.bytes()).order(ByteOrder.LITTLE_ENDIAN).getInt(0);
    for (int i = 0; i < objects.size(); i++) {
      if (objects.get(i).id() == id) {
        return Reply.ok(new byte[] {(byte) i});
      }
    }
    return reply;
  }

  @Override
  public Reply lookup(byte[] key, byte[] value, long flags) {
    byte[] before = map.spec().keySize() == 0 ? value : new byte[valueBytes];
    return withoutIds(bytes(map.lookup(key, before, flags)));
  }

  @Override
  public Reply update(byte[] key, byte[] value, long flags) {
    return status(map.update(key, value, flags));
  }

  @Override
  public Reply put(byte[] key, int object, long flags) {
    byte[] value =
        ByteBuffer.allocate(Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(objects.get(object).fd())
            .array();
    return status(map.update(key, value, flags));
  }

  @Override
  public Reply delete(byte[] key) {
    return status(map.delete(key));
  }

  @Override
  public Reply nextKey(byte @Nullable [] key) {
    return bytes(map.nextKey(Optional.ofNullable(key)));
  }

  @Override
  public Reply take(byte[] key, long flags) {
    return bytes(map.lookupAndDelete(key, flags));
  }

  @Override
  public Reply freeze() {
    return status(map.freeze());
  }

  @Override
  public void close() {
    map.close();
  }
}
