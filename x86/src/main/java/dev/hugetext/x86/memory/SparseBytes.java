package dev.hugetext.x86.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * One byte for each of very many indices, zero until set; costs 512 bytes for each touched run of
 * 512. A byte that was set is seen by every thread after what was done before setting it.
 */
final class SparseBytes {
  private static final int CHUNK_SHIFT = 9;
  private static final int CHUNK = 1 << CHUNK_SHIFT;
  private static final VarHandle BYTE = MethodHandles.arrayElementVarHandle(byte[].class);

  private final AtomicReferenceArray<byte @Nullable []> chunks;

  SparseBytes(long length) {
    chunks = new AtomicReferenceArray<>(Math.toIntExact((length + CHUNK - 1) >>> CHUNK_SHIFT));
  }

  byte get(long index) {
    byte[] chunk = chunks.get((int) (index >>> CHUNK_SHIFT));
    return chunk == null ? 0 : (byte) BYTE.getAcquire(chunk, (int) index & (CHUNK - 1));
  }

  void set(long index, byte value) {
    BYTE.setRelease(chunk((int) (index >>> CHUNK_SHIFT)), (int) index & (CHUNK - 1), value);
  }

  private byte[] chunk(int number) {
    byte[] chunk = chunks.get(number);
    if (chunk != null) {
      return chunk;
    }
    byte[] fresh = new byte[CHUNK];
    byte[] raced = chunks.compareAndExchange(number, null, fresh);
    return raced == null ? fresh : raced;
  }
}
