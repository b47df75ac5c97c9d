package dev.hugetext.loader.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.loader.input.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Operations, variables, functions and types that an object wants of a kernel. */
class KernelTypesTest {
  private static final Path OBJECTS = Path.of("src", "test", "objects");

  /** Their maps, values and programs against a kernel that has such operations. */
  @Test
  void operationsOfTheKernelAreWhatLibbpfMakesOfThem() throws IOException {
    OpenObject object = openAgainstOperations("struct_ops");
    assertEquals(Golden.link("struct_ops"), ObjectText.of(object));
    assertEquals(Set.of("open_later"), object.onDemand());
    assertEquals(List.of(), object.leftOut());
  }

  /** The object without types of a kernel, and against one that lacks the operations. */
  @Test
  void operationsThatTheKernelLacksLeaveTheirProgramsOut() throws IOException {
    var target = RunningKernel.withTypesOf(OBJECTS.resolve("core_target.bpf.o"));
    OpenObject object =
        ObjectOpener.open(
            OBJECTS.resolve("struct_ops.bpf.o"), OpenOptions.DEFAULT.withKernel(target));
    assertEquals(List.of(), object.maps());
    assertEquals(
        List.of("open_any", "measure_bytes", "close_any"),
        object.leftOut().stream().map(left -> left.program().name()).toList());
    assertEquals(
        "operations 'plain': the kernel has no struct meter_ops",
        object.leftOut().getFirst().reason());
    assertEquals(
        "operations 'plain': the kernel's types are not known",
        ObjectOpener.open(OBJECTS.resolve("struct_ops.bpf.o")).leftOut().getFirst().reason());
  }

  /** Types that only a module has, by the numbers of split BTF. */
  @Test
  void typesOfModulesAreFoundAsByLibbpf() throws IOException {
    var target =
        RunningKernel.withTypesOf(
            OBJECTS.resolve("ops_target.bpf.o"), List.of(OBJECTS.resolve("module.btf")));
    OpenObject object =
        ObjectOpener.open(OBJECTS.resolve("modules.bpf.o"), OpenOptions.DEFAULT.withKernel(target));
    assertEquals(Golden.link("modules"), ObjectText.of(object));
  }

  /** Variables and functions that fit, differ or are missing, where an object can do without. */
  @Test
  void typedSymbolsAreWhatLibbpfMakesOfThem() throws IOException {
    assertEquals(Golden.link("ksyms"), ObjectText.of(openAgainstOperations("ksyms")));
  }

  /** Libbpf refuses the object at the first of these. */
  @Test
  void symbolsOfAnotherTypeLeaveTheirProgramsOut() throws IOException {
    OpenObject object = openAgainstOperations("ksyms_wrong");
    assertEquals(List.of(), object.programs());
    List<String> reasons = object.leftOut().stream().map(LeftOut::reason).toList();
    List<String> expected =
        List.of(
            "the kernel's variable 'last_request' is of another type: ",
            "the kernel's variable 'tick_length' is of another type: ",
            "the kernel has no variable 'no_such_number': ",
            "the kernel's function 'request_bytes' has another prototype: ",
            "the kernel has no function 'no_such_function': ");
    assertEquals(expected.size(), reasons.size(), reasons.toString());
    for (int i = 0; i < expected.size(); i++) {
      assertTrue(reasons.get(i).startsWith(expected.get(i)), reasons.get(i));
    }
  }

  private static OpenObject openAgainstOperations(String name) throws IOException {
    var target = RunningKernel.withTypesOf(OBJECTS.resolve("ops_target.bpf.o"));
    return ObjectOpener.open(
        OBJECTS.resolve(name + ".bpf.o"), OpenOptions.DEFAULT.withKernel(target));
  }

  /** Libbpf refuses each of these variables, if it is to make that one alone, for this reason. */
  @Test
  void operationsThatDifferFromTheKernelsHaveNoMap() throws IOException {
    OpenObject object = openAgainstOperations("struct_ops_wrong");
    assertEquals(List.of(), object.maps());
    assertEquals(
        List.of(
            "no map of operations 'twice': program 'any' is another operation already",
            "no map of operations 'unknown_operation': the kernel's struct meter_ops has no member"
                + " 'not_there'",
            "no map of operations 'unknown_number': the kernel's struct meter_ops has no member"
                + " 'not_there'",
            "no map of operations 'other_size': member 'limit' takes 8 bytes, in the kernel 4",
            "no map of operations 'other_kind': member 'limit' is of another kind in the kernel",
            "no map of operations 'bit_field': member 'narrow' is a bit field",
            "no map of operations 'without_holder': the kernel has no struct"
                + " bpf_struct_ops_lonely_ops"),
        object.notices());
    assertEquals(2, object.leftOut().size());
  }

  /**
   * Sizes, offsets and numbers of types made small one by one: a struct shorter than its members.
   */
  @Test
  void damagedTypesOfOperationsOpenOrAreRefused() throws IOException {
    byte[] file = Files.readAllBytes(OBJECTS.resolve("struct_ops_wrong.bpf.o"));
    var target = RunningKernel.withTypesOf(OBJECTS.resolve("ops_target.bpf.o"));
    var options = OpenOptions.DEFAULT.withKernel(target);
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    Set<String> reasons = new HashSet<>();
    for (int at = 0; at + Integer.BYTES <= file.length; at += Integer.BYTES) {
      int before = bytes.getInt(at);
      bytes.putInt(at, Long.BYTES);
      try {
        ObjectOpener.open(file, "damaged.o", options);
      } catch (InputException e) {
        reasons.add(String.valueOf(e.getMessage()).replaceAll(".* fills byte \\d+.*", "outside"));
      }
      bytes.putInt(at, before);
    }
    assertTrue(reasons.contains("outside"), reasons.toString());
  }
}
