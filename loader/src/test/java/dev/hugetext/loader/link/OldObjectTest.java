package dev.hugetext.loader.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.loader.input.InputException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Objects as older compilers and other loaders than libbpf had them. */
class OldObjectTest {
  private static final long EXIT = 0x95;
  private static final int MACHINE_AT = 18;

  private final ElfBuilder elf = new ElfBuilder();

  private OpenObject open() throws InputException {
    return ObjectOpener.open(elf.build(), "old.o", OpenOptions.DEFAULT);
  }

  private int code(String section, int insns) {
    ByteBuffer bytes = ElfBuilder.buffer(8 * insns);
    while (bytes.hasRemaining()) {
      bytes.putLong(EXIT);
    }
    return elf.section(section, ElfBuilder.PROGBITS, ElfBuilder.EXECUTABLE, bytes.array());
  }

  private static byte[] words(int... words) {
    ByteBuffer bytes = ElfBuilder.buffer(4 * words.length);
    for (int word : words) {
      bytes.putInt(word);
    }
    return bytes.array();
  }

  @Test
  void functionsWithoutTypeReachToTheNextOne() throws InputException {
    int section = code("xdp", 5);
    elf.untyped("late", section, 24);
    elf.untyped("early", section, 0);
    elf.untyped("LBB0_1", section, 8); // a place inside of the first one
    assertEquals(
        List.of("early 3", "late 2"),
        open().programs().stream().map(OldObjectTest::sized).toList());
  }

  @Test
  void sectionWithoutAnySymbolIsOneFunction() throws InputException {
    code("socket", 2);
    assertEquals("socket 2", sized(open().programs().getFirst()));
  }

  private static String sized(BpfProgram program) {
    return program.name() + " " + program.insns().size();
  }

  @Test
  void machineZeroIsEbpf() throws InputException {
    elf.function("main", code("xdp", 1), 0, 8);
    byte[] file = elf.build();
    file[MACHINE_AT] = 0;
    var object = ObjectOpener.open(file, "old.o", OpenOptions.DEFAULT);
    assertEquals(1, object.programs().size());
  }

  @Test
  void namesOfSectionsWereOncePrefixes() throws InputException {
    elf.function("one", code("xdp_first", 1), 0, 8);
    elf.function("two", code("socket7", 1), 0, 8);
    assertEquals(
        List.of(ProgramType.XDP, ProgramType.SOCKET_FILTER),
        open().programs().stream().map(BpfProgram::type).toList());
  }

  @Test
  void typeOfProgramsMayBeGiven() throws InputException {
    elf.function("main", code("mine", 1), 0, 8);
    byte[] file = elf.build();
    LeftOut left = ObjectOpener.open(file, "old.o", OpenOptions.DEFAULT).leftOut().getFirst();
    assertEquals("section 'mine' names no program type", left.reason());
    OpenOptions asked = new OpenOptions(new UnknownKernel(), 1, Optional.of(ProgramType.XDP));
    var object = ObjectOpener.open(file, "old.o", asked);
    assertEquals(ProgramType.XDP, object.programs().getFirst().type());
  }

  /**
   * {@code struct bpf_map_def} of Linux's samples: the sixth word is the index of the inner map.
   */
  @Test
  void mapsOfSamples() throws InputException {
    elf.function("main", code("xdp", 1), 0, 8);
    byte[] maps =
        words(
            2, 4, 8, 5, 0, 0, 0, /* outer */ 13, 4, 4, 7, 1, 0, 0, /* perf */ 4, 4, 4, 0, 0, 0, 0);
    int section = elf.section("maps", ElfBuilder.PROGBITS, 3, maps);
    elf.untyped("perf", section, 56);
    elf.untyped("inner", section, 0);
    elf.untyped("outer", section, 28);
    MapDef inner = MapDef.of("inner", MapType.ARRAY, 4, 8, 5);
    MapDef outer = MapDef.of("outer", MapType.HASH_OF_MAPS, 4, 4, 7).withFlags(1);
    int cpus = OpenOptions.DEFAULT.cpus();
    MapDef perf = MapDef.of("perf", MapType.PERF_EVENT_ARRAY, 4, 4, cpus);
    assertEquals(List.of(inner, outer.withInner(inner), perf), open().maps());
  }

  /** {@code struct bpf_elf_map} of iproute2: identity of maps, place of one in another. */
  @Test
  void mapsOfIproute() throws InputException {
    elf.function("main", code("xdp", 1), 0, 8);
    int section =
        elf.section(
            "maps",
            ElfBuilder.PROGBITS,
            3,
            words(2, 4, 4, 1, 0, 42, 2, 0, 3, /* outer */ 12, 4, 4, 9, 0, 0, 0, 42, -1));
    elf.untyped("inner", section, 0);
    elf.untyped("outer", section, 36);
    MapDef inner = MapDef.of("inner", MapType.ARRAY, 4, 4, 1);
    MapDef outer = MapDef.of("outer", MapType.ARRAY_OF_MAPS, 4, 4, 9);
    assertEquals(
        List.of(inner, outer.withInner(inner).withSlots(Map.of(3, "inner"))), open().maps());
  }

  @Test
  void mapOfUnknownTypeNamesItsPlace() {
    elf.function("main", code("xdp", 1), 0, 8);
    elf.untyped("odd", elf.section("maps", ElfBuilder.PROGBITS, 3, words(99, 4, 4, 1, 0)), 0);
    InputException refusal = assertThrows(InputException.class, this::open);
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.startsWith("old.o: map 'odd' is of type 99, expected 1 to 33"), message);
  }

  @Test
  void secondProgramOfANameIsRefused() {
    elf.function("twin", code("xdp", 1), 0, 8);
    elf.function("twin", code("tc", 1), 0, 8);
    InputException refusal = assertThrows(InputException.class, this::open);
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.startsWith("old.o: a second program named twin"), message);
  }

  @Test
  void relocationToNowhereNamesItsPlace() {
    ByteBuffer call = ElfBuilder.buffer(16).putLong(0x1085 | -1L << 32).putLong(EXIT);
    int section = elf.section("xdp", ElfBuilder.PROGBITS, ElfBuilder.EXECUTABLE, call.array());
    elf.function("main", section, 0, 16);
    int data = elf.section("data", ElfBuilder.PROGBITS, 3, new byte[8]);
    int symbol = elf.untyped("no_code", data, 0);
    byte[] entry = ElfBuilder.buffer(16).putLong(0).putLong((long) symbol << 32 | 10).array();
    elf.relocations(section, entry, 6);
    InputException refusal = assertThrows(InputException.class, this::open);
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains("a call of instruction 0 of section data"), message);
  }
}
