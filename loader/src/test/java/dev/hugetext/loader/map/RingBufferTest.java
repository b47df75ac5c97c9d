package dev.hugetext.loader.map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Records in order, through a ring that wraps, gets full and is read. */
class RingBufferTest {
  private static final long SEED = Long.getLong("hugetext.seed", 1);
  private static final int SIZE = 4096;
  private final MapFixture kernel = new MapFixture();
  private final RingBuffer ring =
      kernel.map(MapDef.of("", MapType.RINGBUF, 0, 0, SIZE), RingBuffer.class);

  @AfterEach
  void close() {
    kernel.close();
  }

  @Test
  void recordsBeforeAnUncommittedOneAreRead() {
    ring.output(new byte[] {1}, 0);
    long open = ring.reserve(8, 0);
    ring.output(new byte[] {2}, 0);
    assertEquals(1, ring.records().size());
    ring.discard(open);
    assertEquals(2, ring.records().size());
    assertArrayEquals(new byte[] {2}, ring.records().get(1));
  }

  @Test
  void sampleKnowsItsMap() {
    ring.reserve(3000, 0);
    long sample = ring.reserve(100, 0);
    assertNotEquals(0, sample);
    assertEquals(ring.address(), RingBuffer.mapOf(kernel.memory(), sample));
  }

  @Test
  void wrongRequestsGetNothing() {
    assertEquals(0, ring.reserve(SIZE, 0));
    assertEquals(0, ring.reserve(8, 1));
    assertEquals(Errno.EINVAL.negative(), ring.output(new byte[1], 4));
    assertEquals(0, ring.query(4));
    assertEquals(SIZE, ring.query(1));
  }

  /** The model: a queue of records, each of 8 bytes and its length in whole words. */
  @Test
  void anyOrderOfWritesAndReadsLosesNothing() {
    var random = new SplittableRandom(SEED);
    var model = new ArrayDeque<byte[]>();
    int used = 0;
    for (int i = 0; i < 20_000; i++) {
      if (random.nextInt(5) == 0) {
        assertSame(new ArrayList<>(model), ring.consume());
        model.clear();
        used = 0;
      } else {
        byte[] record = new byte[random.nextInt(700)];
        random.nextBytes(record);
        int bytes = 8 + (record.length + 7) / 8 * 8;
        boolean fits = used + bytes < SIZE;
        assertEquals(
            fits ? 0 : Errno.EAGAIN.negative(), ring.output(record, 0), "seed " + SEED + ", " + i);
        if (fits) {
          model.add(record);
          used += bytes;
        }
      }
    }
  }

  private static void assertSame(List<byte[]> expected, List<byte[]> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), actual.get(i));
    }
  }
}
