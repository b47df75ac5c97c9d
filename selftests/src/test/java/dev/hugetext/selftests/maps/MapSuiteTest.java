package dev.hugetext.selftests.maps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.selftests.fuzz.KernelNeeded;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small runs of the suites; {@code -Dhugetext.seed} chooses other operations. */
class MapSuiteTest {
  private static final long SEED = Long.getLong("hugetext.seed", 1);

  /** Enough for one map of each sort to get full and to be frozen. */
  private static final int OPERATIONS = 2000;

  static Stream<MapType> modelled() {
    return new OperationSuite(false).types().stream();
  }

  static Stream<MapType> all() {
    return TrialDefs.TYPES.stream();
  }

  @ParameterizedTest
  @MethodSource("modelled")
  void mapsDoWhatModelsDo(MapType type) {
    check(new OperationSuite(false), type, OPERATIONS * TrialDefs.of(type).size());
  }

  @ParameterizedTest
  @MethodSource("all")
  void mapsDoWhatTheRunningKernelsDo(MapType type) {
    KernelNeeded.check();
    check(new OperationSuite(true), type, OPERATIONS);
  }

  private static void check(OperationSuite suite, MapType type, int operations) {
    assertEquals(Optional.empty(), suite.run(type, operations, SEED, _ -> {}));
  }

  @Test
  void definitionsAreTakenAndRefusedAsByTheRunningKernel() {
    KernelNeeded.check();
    var suite = new CreationSuite();
    suite.run(SEED);
    assertEquals(List.of(), suite.differences());
    assertTrue(suite.compared() >= 5000, "only " + suite.compared());
  }
}
