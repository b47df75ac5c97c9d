package dev.hugetext.selftests.agreement;

import dev.hugetext.loader.map.MapContents;
import dev.hugetext.loader.run.TestRunOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** What one engine made of one program and one packet. */
record EngineResult(String engine, TestRunOutcome outcome, List<MapContents> maps) {
  /** In what it differs from the reference; empty if in nothing. */
  List<String> differences(EngineResult reference) {
    if (!(outcome instanceof TestRunOutcome.Done mine)
        || !(reference.outcome instanceof TestRunOutcome.Done wanted)) {
      return List.of(
          "%s: %s, but %s: %s".formatted(engine, outcome, reference.engine, reference.outcome));
    }
    List<String> differences = new ArrayList<>();
    if (mine.retval() != wanted.retval()) {
      differences.add(
          "%s returns 0x%x, %s 0x%x"
              .formatted(engine, mine.retval(), reference.engine, wanted.retval()));
    }
    if (!Arrays.equals(mine.dataOut(), wanted.dataOut())) {
      differences.add(
          "packet of %s %s, of %s %s"
              .formatted(engine, hex(mine.dataOut()), reference.engine, hex(wanted.dataOut())));
    }
    for (int i = 0; i < maps.size(); i++) {
      if (!ComparableMap.of(maps.get(i)).sameElements(ComparableMap.of(reference.maps.get(i)))) {
        differences.add("map %d of %s and %s".formatted(i, engine, reference.engine));
      }
    }
    return differences;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
