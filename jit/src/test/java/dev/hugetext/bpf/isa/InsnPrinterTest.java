package dev.hugetext.bpf.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hugetext.bpf.GoldenFile;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The kernel's own disassembler is the oracle; {@code disassembly.py} asked it. */
class InsnPrinterTest {
  private static List<RawInsn> slots(String line) {
    return RawInsn.parse(HexFormat.of().parseHex(line.substring(0, line.indexOf(' '))));
  }

  @Test
  void printsAsTheKernelDoes() throws IOException {
    for (String line : GoldenFile.lines("bpf/disassembly.txt")) {
      String wanted = line.substring(line.indexOf("| ") + 2);
      assertEquals(wanted, InsnPrinter.text(slots(line), 0), line);
    }
  }

  /** Every accepted form is in the file, but for those that name kernel or map objects. */
  @Test
  void everyAcceptedFormIsCompared() throws IOException {
    EnumSet<BpfOpcode> missing = EnumSet.noneOf(BpfOpcode.class);
    for (BpfOpcode row : BpfOpcode.values()) {
      if (row.group().accepted()) {
        missing.add(row);
      }
    }
    for (String line : GoldenFile.lines("bpf/disassembly.txt")) {
      BpfOpcode.of(slots(line).getFirst()).ifPresent(missing::remove);
    }
    assertEquals(
        Set.of(
            BpfOpcode.CALL_BPF,
            BpfOpcode.CALL_KFUNC,
            BpfOpcode.LD_MAP,
            BpfOpcode.LD_MAP_VALUE,
            BpfOpcode.LD_BTF_ID,
            BpfOpcode.LD_FUNC,
            BpfOpcode.LD_MAP_IDX,
            BpfOpcode.LD_MAP_IDX_VALUE),
        missing);
  }

  @Test
  void listsARewrittenFunctionWithItsReferences() {
    String code =
        "181100000000000000000000000000008500000001000000"
            + "182100000100000000000000040000008510010001000000950000000000000095000000"
            + "00000000";
    RewrittenProgram program =
        RewrittenProgram.trusted("main", RawInsn.parse(HexFormat.of().parseHex(code)));
    RewrittenProgram.Function main = program.main();
    assertEquals(
        """
           0: (18) r1 = map[0]
           2: (85) call bpf_map_lookup_elem#1
           3: (18) r1 = map[1][0]+4
           5: (85) call pc+1#1
           6: (95) exit
        """
            .indent(0),
        new InsnPrinter(new XlatedNames(main)).listing(main.insns()).indent(0));
    assertEquals(2, program.functions().size());
  }
}
