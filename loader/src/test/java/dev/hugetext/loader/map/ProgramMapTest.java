package dev.hugetext.loader.map;

import static dev.hugetext.loader.map.MapFixture.longWord;
import static dev.hugetext.loader.map.MapFixture.word;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.KernelAbi;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.bpf.proto.MapTypes;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.bpf.proto.ValueField;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What only programs do with maps, or see of them. */
class ProgramMapTest {
  private final MapFixture kernel = new MapFixture();

  @AfterEach
  void close() {
    kernel.close();
  }

  private record Program(int id, long address, ProgramType type) implements MapProgram {}

  /** Compiled programs read the program's address behind the array's header. */
  @Test
  void programArrayHoldsAddressesOfOneType() {
    var array = kernel.map(MapDef.of("", MapType.PROG_ARRAY, 4, 4, 3), ProgArray.class);
    var program = new Program(5, 0x1000, ProgramType.XDP);
    assertEquals(0, array.syscalls().put(word(1), program, 0));
    long slot = array.address() + KernelAbi.BpfArray.VALUE + Long.BYTES;
    assertEquals(0x1000, kernel.memory().getLong(slot));
    assertArrayEquals(word(5), array.syscalls().lookup(word(1), 0).orEmpty());
    assertFalse(array.admit(ProgramType.SCHED_CLS));
    assertEquals(
        Errno.EINVAL.negative(),
        array.syscalls().put(word(0), new Program(6, 8, ProgramType.SCHED_CLS), 0));
    array.syscalls().delete(word(1));
    assertEquals(0, kernel.memory().getLong(slot));
  }

  @Test
  void elementsThatProgramsLookUpOutliveOthers() {
    BpfMap map = kernel.map(MapDef.of("", MapType.LRU_HASH, 4, 8, 512));
    for (int i = 0; i < 512; i++) {
      map.update(word(i), longWord(i), 0, 0);
    }
    for (int i = 0; i < 4; i++) {
      assertNotEquals(0, map.lookup(word(i), 0));
    }
    for (int i = 1000; i < 1300; i++) {
      map.update(word(i), longWord(i), 0, 0);
    }
    for (int i = 0; i < 4; i++) {
      assertNotEquals(0, map.lookup(word(i), 0), "used element " + i);
    }
    assertEquals(0, map.lookup(word(5), 0), "unused element");
  }

  /** The element that a walk stands on may go; no element comes twice. */
  @Test
  void walkMeetsEveryElementOnceWhileTheyAreDeleted() {
    BpfMap map = kernel.map(MapDef.of("", MapType.HASH, 4, 8, 64));
    for (int i = 0; i < 50; i++) {
      map.update(word(i), longWord(i), 0, 0);
    }
    Set<Long> seen = new HashSet<>();
    for (MapWalk walk = map.walk(0); walk.next(); ) {
      assertTrue(seen.add(kernel.memory().getLong(walk.value())));
      assertArrayEquals(walk.key(), kernel.memory().read(walk.keyAddress(), 4));
      assertEquals(0, map.delete(walk.key(), 0));
    }
    assertEquals(50, seen.size());
    assertFalse(map.walk(0).next());
  }

  @Test
  void lockedUpdateChangesTheElementInPlace() {
    var lock = MapTypes.of(List.of(new ValueField(ValueField.Kind.SPIN_LOCK, 0)));
    BpfMap map = kernel.map(MapDef.of("", MapType.HASH, 4, 8, 4).withTypes(lock));
    map.update(word(1), longWord(0x1_0000_0000L), 0, 0);
    long value = map.lookup(word(1), 0);
    kernel.memory().putInt(value, 1); // held
    assertEquals(0, map.update(word(1), longWord(0x2_0000_0000L), UpdateFlags.LOCK, 0));
    assertEquals(value, map.lookup(word(1), 0));
    assertEquals(0x2_0000_0001L, kernel.memory().getLong(value), "the lock's word is not copied");
    assertArrayEquals(longWord(0x2_0000_0000L), map.syscalls().lookup(word(1), 0).orEmpty());
  }

  @Test
  void perfEventsAreFoundByCpu() {
    var array = kernel.map(MapDef.of("", MapType.PERF_EVENT_ARRAY, 4, 4, 8), PerfEventArray.class);
    long current = 0xffff_ffffL;
    assertEquals(Errno.ENOENT.negative(), array.output(2, current, new byte[1]));
    array.openReaders();
    assertEquals(0, array.output(2, current, new byte[] {9}));
    assertEquals(Errno.EOPNOTSUPP.negative(), array.output(2, 1, new byte[1]));
    assertEquals(Errno.E2BIG.negative(), array.output(2, 8, new byte[1]));
    assertEquals(1, array.samples().size());
    assertEquals(2, array.samples().getFirst().cpu());
  }

  @Test
  void stacksHaveTheNumberOfTheirHash() {
    var map = kernel.map(MapDef.of("", MapType.STACK_TRACE, 4, 24, 1), StackTraceMap.class);
    assertEquals(0, map.store(new long[] {1, 2, 3, 4}, 0));
    assertEquals(0, map.store(new long[] {1, 2, 3}, 0), "only three addresses are kept");
    assertEquals(Errno.EEXIST.negative(), map.store(new long[] {5}, 0));
    assertEquals(24, map.syscalls().lookup(word(0), 0).orEmpty().length);
  }

  @Test
  void redirectionGoesWhereAnEntryIs() {
    var map = kernel.map(MapDef.of("", MapType.DEVMAP, 4, 4, 4), RedirectMap.class);
    assertEquals(2, map.redirect(3, 2), "nothing there: the flags say what to do");
    assertEquals(0, ((BpfMap) map).syscalls().update(word(3), word(1), 0));
    assertEquals(RedirectMap.REDIRECT, map.redirect(3, 2));
    assertEquals(RedirectMap.ABORTED, map.redirect(3, 4));
    assertEquals(RedirectMap.REDIRECT, map.redirect(0, RedirectMap.BROADCAST));
  }

  @Test
  void innerMapIsWhatALookupGives() {
    MapDef inner = MapDef.of("", MapType.ARRAY, 4, 8, 2);
    BpfMap outer = kernel.map(MapDef.of("", MapType.ARRAY_OF_MAPS, 4, 4, 2).withInner(inner));
    BpfMap map = kernel.map(inner);
    assertEquals(0, outer.syscalls().put(word(1), map, 0));
    assertEquals(map.address(), outer.lookup(word(1), 0));
    assertEquals(0, outer.lookup(word(0), 0));
    BpfMap longer = kernel.map(MapDef.of("", MapType.ARRAY, 4, 8, 3));
    assertEquals(Errno.EINVAL.negative(), outer.syscalls().put(word(0), longer, 0));
  }
}
