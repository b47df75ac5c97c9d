package dev.hugetext.loader.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.loader.run.EmulatedKernel;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.x86.memory.GuestMemory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a program that holds on to an element sees. */
class BpfHtabTest {
  private static final byte[] KEY = {1, 0, 0, 0};
  private static final byte[] OTHER = {2, 0, 0, 0};
  private EmulatedKernel kernel;
  private GuestMemory memory;

  @BeforeEach
  void boot() {
    kernel = EmulatedKernel.boot(KernelSetup.DEFAULT);
    memory = kernel.memory().memory();
  }

  @AfterEach
  void close() {
    kernel.close();
  }

  private BpfMap table(int entries) {
    var def = MapDef.of("t", MapType.HASH, 4, 8, entries);
    return ((MapCreation.Created) kernel.createMap(def)).map();
  }

  private static byte[] value(int n) {
    return new byte[] {(byte) n, 0, 0, 0, 0, 0, 0, 0};
  }

  @Test
  void updateTakesAnotherElement() {
    BpfMap map = table(4);
    map.update(KEY, value(1), 0, 0);
    long before = map.lookup(KEY, 0);
    map.update(KEY, value(2), 0, 0);
    assertNotEquals(before, map.lookup(KEY, 0));
    assertEquals(1, memory.getLong(before), "who still points at the old element sees it");
    assertEquals(2, memory.getLong(map.lookup(KEY, 0)));
  }

  @Test
  void deletedElementIsTheNextOneHandedOut() {
    BpfMap map = table(4);
    map.update(KEY, value(1), 0, 0);
    long element = map.lookup(KEY, 0);
    map.delete(KEY, 0);
    assertEquals(1, memory.getLong(element), "deleted, but not overwritten");
    map.update(OTHER, value(3), 0, 0);
    assertEquals(element, map.lookup(OTHER, 0));
  }

  @Test
  void fullTableStillTakesUpdatesOfPresentKeys() {
    BpfMap map = table(1);
    assertEquals(0, map.update(KEY, value(1), 0, 0));
    assertEquals(Errno.E2BIG.negative(), map.update(OTHER, value(1), 0, 0));
    assertEquals(0, map.update(KEY, value(2), 0, 0));
    assertEquals(0, map.lookup(OTHER, 0));
  }

  @Test
  void frozenMapTakesNoUserWrites() {
    BpfMap map = table(1);
    map.syscalls().freeze();
    assertTrue(map.frozen());
    assertEquals(Errno.EPERM.negative(), map.syscalls().update(KEY, value(1), 0));
    assertEquals(0, map.update(KEY, value(1), 0, 0), "programs still write");
  }

  @Test
  void tableThatMemoryCannotHoldIsRefused() {
    var def = MapDef.of("huge", MapType.HASH, 4, 1 << 20, 1 << 27);
    assertTrue(
        kernel.createMap(def) instanceof MapCreation.Refused(Errno errno, _)
            && errno == Errno.ENOMEM);
  }
}
