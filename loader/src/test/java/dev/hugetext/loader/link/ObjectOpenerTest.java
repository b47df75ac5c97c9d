package dev.hugetext.loader.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.bpf.proto.MapTypes;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.loader.samples.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectOpenerTest {
  private static final Path OBJECTS = Path.of("src", "test", "objects");

  /** Maps, instructions, functions and lines: the files say where they come from. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "xdp_firewall",
        "packet_counter",
        "text_ratio",
        "load_balancer",
        "arithmetic_v4",
        "linking",
        "no_btf",
        "slots",
        "legacy_maps",
        "arena",
        "pinned",
        "far_node"
      })
  void objectIsWhatLibbpfMakesOfIt(String name) throws IOException {
    Path sample = Sample.object(name);
    Path file = Files.exists(sample) ? sample : OBJECTS.resolve(name + ".bpf.o");
    assertEquals(Golden.link(name), ObjectText.of(ObjectOpener.open(file)));
  }

  /**
   * Instruction counts: the last slot that {@code llvm-objdump-19 -d} lists, and what .text adds.
   */
  @ParameterizedTest
  @CsvSource({
    "xdp_firewall, firewall, XDP, 66, 3",
    "packet_counter, count_packet, SCHED_CLS, 32, 1",
    "text_ratio, text_ratio, XDP, 61, 3",
    "load_balancer, load_balancer, XDP, 200, 2", // 140, and 13 and 47 of .text
    "arithmetic_v4, arithmetic, SCHED_CLS, 67, 1"
  })
  void sampleHasItsOneProgram(String sample, String name, ProgramType type, int insns, int maps)
      throws IOException {
    OpenObject object = ObjectOpener.open(Sample.object(sample));
    assertEquals(sample, object.name());
    assertEquals(1, object.programs().size());
    BpfProgram program = object.programs().getFirst();
    assertEquals(name, program.name());
    assertEquals(type, program.type());
    assertEquals(insns, program.insns().size());
    assertEquals(maps, object.maps().size());
    assertEquals(object.maps(), program.maps());
    assertEquals("Dual BSD/GPL", program.license());
    assertTrue(program.isGplCompatible());
    assertEquals(program, object.program(name).orElseThrow());
  }

  @Test
  void mapsOfTheFirewallInFull() throws IOException {
    assertEquals(
        List.of(
            MapDef.of("verdicts", MapType.ARRAY, 4, 8, 5),
            MapDef.of("blocked", MapType.HASH, 8, 8, 1024),
            new MapDef(
                "xdp_fire.rodata", MapType.ARRAY, 4, 2, 1, 0x480, new byte[] {23, 0}, true, 0)),
        ObjectOpener.open(Sample.object("xdp_firewall")).maps().stream()
            .map(map -> map.withTypes(MapTypes.NONE))
            .toList());
  }

  /** Offsets are those that {@code pahole}-like arithmetic gives for {@code struct guarded}. */
  @Test
  void whatTheKernelLooksAfterInAValueIsFound() throws IOException {
    MapDef guards = ObjectOpener.open(OBJECTS.resolve("slots.bpf.o")).maps().getLast();
    assertEquals("guards", guards.name());
    assertEquals(
        List.of("4 SPIN_LOCK", "16 TIMER", "32 KPTR_REF", "40 KPTR_UNREF"),
        guards.fields().stream().map(field -> field.offset() + " " + field.kind()).toList());
  }

  @Test
  void programsOnDemandAreNamed() throws IOException {
    OpenObject object = ObjectOpener.open(OBJECTS.resolve("linking.bpf.o"));
    assertEquals(Set.of("third"), object.onDemand());
  }

  /** All kinds of relocation against types of another file. */
  @Test
  void relocationsAgainstTypesAreWhatLibbpfMakesOfThem() throws IOException {
    var target = RunningKernel.withTypesOf(OBJECTS.resolve("core_target.bpf.o"));
    OpenObject object =
        ObjectOpener.open(OBJECTS.resolve("core.bpf.o"), OpenOptions.DEFAULT.withKernel(target));
    assertEquals(Golden.link("core"), ObjectText.of(object));
    assertEquals(List.of(), object.notices());
  }

  /** Settings of every type; variables and functions that the kernel lacks. */
  @Test
  void whatIsAskedOfAKernelIsWhatLibbpfMakesOfIt() throws IOException {
    OpenObject object = openExterns(externSettings());
    assertEquals(Golden.link("externs"), ObjectText.of(object));
  }

  @Test
  void settingThatIsNeededAndMissingLeavesTheProgramOut() throws IOException {
    Map<String, String> settings = externSettings();
    settings.remove("CONFIG_AN_INT");
    OpenObject object = openExterns(settings);
    assertEquals(List.of(), object.programs());
    String reason = object.leftOut().getFirst().reason();
    assertTrue(reason.startsWith("the kernel has no setting 'CONFIG_AN_INT'"), reason);
  }

  private static OpenObject openExterns(Map<String, String> settings) throws IOException {
    KernelFacts kernel = new KernelWithSettings(settings);
    return ObjectOpener.open(
        OBJECTS.resolve("externs.bpf.o"), OpenOptions.DEFAULT.withKernel(kernel));
  }

  private static Map<String, String> externSettings() throws IOException {
    return Files.readAllLines(OBJECTS.resolve("externs.config")).stream()
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(words -> words[0], words -> words[1]));
  }

  @Test
  void withoutTypesOfAKernelThoseOfTheObjectStand() throws IOException {
    OpenObject object = ObjectOpener.open(OBJECTS.resolve("core_relocation.bpf.o"));
    assertEquals(
        List.of(
            "the kernel's types are not known: relocations against types keep what the compiler"
                + " saw"),
        object.notices());
    assertEquals(1, object.programs().size());
  }

  @Test
  void missingFileIsNotAnInputException() {
    assertThrows(
        java.nio.file.NoSuchFileException.class, () -> ObjectOpener.open(Path.of("no.bpf.o")));
  }
}
