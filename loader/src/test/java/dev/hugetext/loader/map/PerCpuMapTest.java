package dev.hugetext.loader.map;

import static dev.hugetext.loader.map.MapFixture.longWord;
import static dev.hugetext.loader.map.MapFixture.word;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs see the value of their CPU, and write only that. */
class PerCpuMapTest {
  private static final byte[] KEY = word(1);
  private final MapFixture kernel = new MapFixture();

  @AfterEach
  void close() {
    kernel.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"PERCPU_ARRAY", "PERCPU_HASH", "LRU_PERCPU_HASH"})
  void eachCpuHasItsOwnValue(MapType type) {
    BpfMap map = kernel.map(MapDef.of("", type, 4, 8, 8));
    map.update(KEY, longWord(11), 0, 1);
    map.update(KEY, longWord(22), 0, 2);
    assertEquals(11, kernel.memory().getLong(map.lookup(KEY, 1)));
    assertEquals(22, kernel.memory().getLong(map.lookup(KEY, 2)));
    assertEquals(0, kernel.memory().getLong(map.lookup(KEY, 3)));
    assertEquals(map.lookup(KEY, 2), map.lookupPerCpu(KEY, 2));
    assertEquals(0, map.lookupPerCpu(KEY, 4), "no such CPU");
    assertEquals(4 * 8, map.syscalls().lookup(KEY, 0).orEmpty().length);
  }

  /** A new element does not show what the memory held before, on any CPU. */
  @ParameterizedTest
  @EnumSource(names = {"PERCPU_HASH", "LRU_PERCPU_HASH"})
  void otherCpusOfANewElementReadZero(MapType type) {
    BpfMap map = kernel.map(MapDef.of("", type, 4, 8, 1));
    for (int cpu = 0; cpu < 4; cpu++) {
      map.update(KEY, longWord(7), 0, cpu);
    }
    map.delete(KEY, 0);
    map.update(word(2), longWord(9), 0, 1);
    assertEquals(9, kernel.memory().getLong(map.lookup(word(2), 1)));
    assertEquals(0, kernel.memory().getLong(map.lookup(word(2), 0)));
  }
}
