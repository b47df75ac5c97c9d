package dev.hugetext.bpf.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.bpf.GoldenFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The kernel is the oracle; {@code helpers.py} asked it about every helper and program type. */
class HelperTableTest {
  /** Types that cannot be loaded without a device or a target. */
  private static final Set<ProgramType> NOT_ASKED =
      EnumSet.of(
          ProgramType.LIRC_MODE2,
          ProgramType.TRACING,
          ProgramType.STRUCT_OPS,
          ProgramType.EXT,
          ProgramType.LSM);

  @Test
  void thePageIsCurrent() throws IOException {
    GoldenFile.assertMatches(Path.of("HELPERS.md"), HelpersPage.text());
  }

  @Test
  void namesLicencesAndTypesAreTheKernels() throws IOException {
    List<String> lines = GoldenFile.lines("bpf/helpers.txt");
    assertEquals(HelperTable.values().length, lines.size());
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      HelperTable helper = HelperTable.of(Integer.parseInt(words[0])).orElseThrow();
      assertEquals(words[1], helper.kernelName());
      assertEquals(words[2].equals("-"), !helper.gplOnly(), line);
      Set<Integer> wanted =
          Arrays.stream(words).skip(3).map(Integer::parseInt).collect(Collectors.toSet());
      Set<Integer> ours =
          helper.types().stream()
              .filter(type -> !NOT_ASKED.contains(type))
              .map(ProgramType::number)
              .collect(Collectors.toSet());
      assertEquals(wanted, ours, line);
    }
  }

  @Test
  void rowsStandAtTheirNumbers() {
    for (HelperTable helper : HelperTable.values()) {
      assertEquals(helper, HelperTable.of(helper.id()).orElseThrow());
      assertTrue(helper.arguments().size() <= 5, helper.name());
    }
    assertTrue(HelperTable.of(0).isEmpty());
    assertTrue(HelperTable.of(HelperTable.values().length + 1).isEmpty());
  }

  /** {@code arguments.py} tried calls of all helpers whose arguments need no BTF. */
  @Test
  void argumentsAreTakenAsTheKernelTakesThem() throws IOException {
    for (String line : GoldenFile.lines("bpf/arguments.txt")) {
      String[] words = line.split(" ", -1);
      HelperTable helper = HelperTable.of(Integer.parseInt(words[0])).orElseThrow();
      boolean taken = words[3].equals("taken");
      int argument = Integer.parseInt(words[1]);
      if (argument == 0) {
        assertTrue(taken, line);
      } else {
        assertEquals(takes(helper.arguments().get(argument - 1), words[2]), taken, line);
      }
    }
  }

  private static boolean takes(ArgKind kind, String argument) {
    return switch (argument) {
      case "number" -> kind == ArgKind.ANYTHING;
      case "constant" -> kind.notation().startsWith("mem") || kind == ArgKind.PTR_TO_FIXED_SIZE_MEM;
      case "null", "zero" -> kind.notation().endsWith("?");
      default -> throw new AssertionError(argument);
    };
  }

  /** A size stands behind each memory argument of variable size. */
  @Test
  void memoryIsFollowedByItsSize() {
    for (HelperTable helper : HelperTable.values()) {
      List<ArgKind> arguments = helper.arguments();
      for (int i = 0; i < arguments.size(); i++) {
        if (hasSize(arguments.get(i))) {
          ArgKind size = arguments.get(i + 1);
          assertTrue(
              size == ArgKind.CONST_SIZE || size == ArgKind.CONST_SIZE_OR_ZERO, helper.name());
        }
      }
    }
  }

  private static boolean hasSize(ArgKind kind) {
    return switch (kind) {
      case PTR_TO_MEM,
          PTR_TO_MEM_OR_NULL,
          PTR_TO_WRITABLE_MEM,
          PTR_TO_UNINIT_MEM,
          PTR_TO_UNINIT_MEM_OR_NULL ->
          true;
      default -> false;
    };
  }
}
