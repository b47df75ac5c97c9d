package dev.hugetext.loader.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.loader.kernel.KernelAssumption;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Maps of {@code batch} and {@code --insns}: what they hold by name, and their attributes. */
class BatchMapsTest {
  private static final List<String> EMULATED = List.of("x86", "bpf");

  private static final String VALUES = "'max_entries':4,'key_size':4,'value_size':4";
  private static final String INNER =
      "{'type':'array','key_size':4,'value_size':8,'max_entries':2}";

  /** The first 4 bytes of what is at key 0 of the map at key 0 of map 0. */
  private static final String THROUGH_TWO_MAPS =
      "62 0a fc ff 00000000" // *(u32 *)(r10 - 4) = 0
          + "bf a2 0000 00000000" // r2 = r10
          + "07 02 0000 fcffffff" // r2 += -4
          + "18 11 0000 00000000 0000000000000000" // r1 = map 0
          + "85 00 0000 01000000" // r0 = map_lookup_elem(r1, r2)
          + "15 00 0600 00000000" // if r0 == 0 goto exit
          + "bf 01 0000 00000000" // r1 = r0
          + "bf a2 0000 00000000 07 02 0000 fcffffff" // r2 = r10 - 4
          + "85 00 0000 01000000" // r0 = map_lookup_elem(r1, r2)
          + "15 00 0100 00000000" // if r0 == 0 goto exit
          + "61 00 0000 00000000" // r0 = *(u32 *)r0
          + "95 00 0000 00000000";

  /** What the program in slot 3 of map 0 returns, else 1. */
  private static final String TAIL_CALL =
      "18 12 0000 00000000 0000000000000000" // r2 = map 0
          + "b7 03 0000 03000000" // r3 = 3
          + "85 00 0000 0c000000" // tail_call(ctx, r2, r3)
          + "b7 00 0000 01000000 95 00 0000 00000000";

  private static final String RETURN_77 = "b7 00 0000 4d000000 95 00 0000 00000000";

  private static String hex(String insns) {
    return insns.replace(" ", "");
  }

  private static String run(String engine, String insns, String more) {
    String line =
        "{'op':'run','insns':'%s','data_in':'%s','engine':'%s',%s}"
            .formatted(hex(insns), "00".repeat(14), engine, more)
            .replace('\'', '"');
    CommandLineRun run = CommandLineRun.withInput(line, "batch");
    assertEquals(0, run.status(), run.err());
    return run.out().strip();
  }

  private static void returns(int value, String engine, String insns, String more) {
    String answer = run(engine, insns, more);
    assertTrue(answer.contains("\"retval\":" + value + ","), engine + ": " + answer);
  }

  private static void namedContents(String engine) {
    String inner = INNER.replace("}", ",'init':[{'key':'00000000','value':'2a00000000000000'}]}");
    for (String type : List.of("array_of_maps", "hash_of_maps")) {
      String outer =
          "{'type':'%s',%s,'inner_map':%s,'values':{'0':'map1'}}".formatted(type, VALUES, INNER);
      returns(42, engine, THROUGH_TWO_MAPS, "'maps':[%s,%s]".formatted(outer, inner));
    }
    String table = "{'type':'prog_array',%s,'values':{'3':'leaf'}}".formatted(VALUES);
    String leaf = "{'name':'leaf','insns':'%s'}".formatted(hex(RETURN_77));
    returns(77, engine, TAIL_CALL, "'maps':[%s],'progs':[%s]".formatted(table, leaf));
    String empty = "{'type':'prog_array',%s}".formatted(VALUES);
    returns(1, engine, TAIL_CALL, "'maps':[%s],'progs':[%s]".formatted(empty, leaf));
  }

  @Test
  void mapsHoldMapsAndProgramsByName() {
    EMULATED.forEach(BatchMapsTest::namedContents);
  }

  @Test
  void runningKernelsHoldTheSame() {
    KernelAssumption.required();
    namedContents("kernel");
  }

  /** The verifier knows the value: R1 is a constant, so that only one path is left. */
  @Test
  void frozenMapsAreKnownToTheVerifier() {
    String load =
        "18 21 0000 00000000 0000000000000000 71 10 0000 00000000" // r0 = *(u8 *)&map[0][0]
            + "15 00 0200 07000000" // if r0 == 7 goto the last two
            + "61 01 0000 00000000" // r1 = *(u32 *)r0: never seen
            + "95 00 0000 00000000 b7 00 0000 4d000000 95 00 0000 00000000";
    String map =
        "'maps':[{'type':'array','key_size':4,'value_size':1,'max_entries':1,'flags':128,"
            + "'frozen':%s,'init':[{'key':'00000000','value':'07'}]}]";
    returns(77, "x86", load, map.formatted(true));
    assertTrue(run("x86", load, map.formatted(false)).contains("\"verdict\":\"reject\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      textBlock =
          """
          'numa_node':0,'flags':4                     | verdict
          'numa_node':1,'flags':4                     | a memory node below 1
          'numa_node':-1,'flags':4                    | verdict
          'numa_node':1                               | verdict
          'map_extra':1                               | wanted: no map_extra
          'map_extra':18446744073709551616            | map_extra: wanted a whole number
          'values':{'0':'map0'}                       | only program arrays and maps of maps
          'inner_map':{'values':{'0':'x'}}            | only program arrays and maps of maps
          'frozen':true                               | only for arrays of one value
          'init':[{'key':'00','value':'00'}]          | an element has 1 + 1 bytes, not 4 + 8
          'init':[{'key':'09000000','value':'0000000000000000'}] | an element is refused: E2BIG
          'wings':2                                   | a map has no 'wings'
          """)
  void attributesAreChecked(String attribute, String answered) {
    String map =
        "'maps':[{'type':'array','key_size':4,'value_size':8,'max_entries':2,%s}]"
            .formatted(attribute);
    String answer = run("x86", RETURN_77, map);
    assertTrue(answer.contains(answered), answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      textBlock =
          """
          'values':{'0':'gone'}                       | map 'map0': no program 'gone'
          'values':{'x':'batch'}                      | values: 'x' is no index
          'values':{'4':'batch'}                      | slot 4 cannot hold 'batch' (E2BIG)
          'init':[{'key':'00000000','value':'00000000'}] | belong into 'values'
          """)
  void slotsAreChecked(String attribute, String answered) {
    String map = "'maps':[{'type':'prog_array',%s,%s}]".formatted(VALUES, attribute);
    String answer = run("x86", RETURN_77, map);
    assertTrue(answer.contains(answered), answer);
  }

  @Test
  void bareInstructionsHaveTheSameMaps() {
    String maps =
        "[{'type':'array_of_maps',%s,'inner_map':%s,'values':{'0':'map1'}},%s]"
            .formatted(
                VALUES,
                INNER,
                INNER.replace("}", ",'init':[{'key':'00000000','value':'2a00000000000000'}]}"))
            .replace('\'', '"');
    byte[] program = HexFormat.of().parseHex(hex(THROUGH_TWO_MAPS));
    CommandLineRun run =
        CommandLineRun.withInput(
            HexFormat.of().formatHex(program),
            "prog",
            "run",
            "--insns",
            "-",
            "--type",
            "raw_tracepoint",
            "--maps",
            maps);
    assertEquals(0, run.status(), run.err());
    assertTrue(run.out().startsWith("Return value: 42,"), run.out());
  }

  /** Only the program at the end of the chain, for UDP, sends a packet back. */
  @Test
  void objectsProgramArraysAreFilled() {
    String udp = "00".repeat(12) + "0800" + "45" + "00".repeat(8) + "11" + "00".repeat(40);
    String line =
        "{\"object\":\"../examples/bpf/tail_chain.bpf.o\",\"data_in\":\"%s\"}".formatted(udp);
    CommandLineRun run = CommandLineRun.withInput(line, "batch");
    assertTrue(run.out().contains("\"retval\":3,"), run.out());
  }

  @Test
  void idBehindAMistakeComesBack() {
    CommandLineRun run =
        CommandLineRun.withInput("{\"insns\":7,\"maps\":[{\"id\":3}],\"id\":\"here\"}", "batch");
    assertTrue(run.out().startsWith("{\"id\":\"here\",\"error\":"), run.out());
  }
}
