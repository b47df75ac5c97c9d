package dev.hugetext.loader.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code map show}: attributes of definitions, and maps that objects share. */
class MapShowTest {
  private static String object(String name) {
    return Path.of("src", "test", "objects", name + ".bpf.o").toString();
  }

  /** The types' numbers are those of {@code bpftool btf dump}. */
  @Test
  void everyAttributeIsShown() {
    var run = CommandLineRun.of("map", "show", object("pinned"), "--btf", "none");
    assertEquals(
        """
        1: hash  name shared  flags 0x0
        \tkey 8B  value 8B  max_entries 64
        \tbtf_key_type_id 8  btf_value_type_id 14
        \tpinned /sys/fs/bpf/shared
        2: array  name near  flags 0x4
        \tkey 4B  value 8B  max_entries 2
        \tnuma_node 0
        \tbtf_key_type_id 9  btf_value_type_id 14
        3: bloom_filter  name seen  flags 0x0
        \tkey 0B  value 4B  max_entries 100
        \tmap_extra 0x3
        """,
        run.out(),
        run.err());
    assertEquals(0, run.status());
  }

  @Test
  void objectsThatPinByTheSameNameShareTheMap() {
    var run = CommandLineRun.of("-j", "map", "show", object("pinned"), object("pinned"));
    assertEquals(run.out().indexOf("\"shared\""), run.out().lastIndexOf("\"shared\""), run.out());
    assertEquals(2, run.out().split("\"near\"", -1).length - 1, run.out());
    assertEquals(0, run.status());
  }

  @Test
  void programsOfSeveralObjectsNameTheSharedMapByOneNumber() {
    var run = CommandLineRun.of("-j", "prog", "load", object("pinned"), object("pinned"));
    assertEquals(2, run.out().split("\"map_ids\":\\[1\\]", -1).length - 1, run.out());
    assertEquals(0, run.status(), run.err());
  }

  @Test
  void pinnedMapOfAnotherShapeIsRefused() {
    var run = CommandLineRun.of("map", "show", object("pinned"), object("pinned_wider"));
    assertEquals(
        "hugetext: %s: map 'shared' cannot be created: the map pinned at '/sys/fs/bpf/shared' has"
                .formatted(object("pinned_wider"))
            + " other parameters (EINVAL)\n",
        run.err());
    assertEquals(2, run.status());
  }

  @Test
  void memoryNodeMustBeOnline() {
    var one = CommandLineRun.of("map", "show", object("far_node"));
    assertTrue(one.err().contains("wanted: a memory node below 1 (EINVAL)"), one.err());
    assertEquals(2, one.status());
    var many = CommandLineRun.of("map", "show", object("far_node"), "--nodes", "64");
    assertTrue(many.out().contains("numa_node 63"), many.out());
    assertEquals(0, many.status(), many.err());
  }

  /** Its contents are those that {@code ObjectOpenerTest} compares; programs cannot use it. */
  @Test
  void arenaWithContentsIsMade() {
    var run = CommandLineRun.of("map", "show", object("arena"));
    assertTrue(run.out().startsWith("1: arena  name arena  flags 0x400"), run.out());
    assertEquals(0, run.status(), run.err());
  }

  @Test
  void objectIsNeeded() {
    assertEquals(2, CommandLineRun.of("map", "show").status());
  }
}
