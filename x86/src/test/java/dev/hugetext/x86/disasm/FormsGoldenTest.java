package dev.hugetext.x86.disasm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.hugetext.x86.asm.Assembler;
import dev.hugetext.x86.decode.Decoded;
import dev.hugetext.x86.decode.Decoder;
import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Assembler, decoder and listing against what GNU as and objdump say of every row and width ({@code
 * golden/x86/forms.txt}, made by {@code make-forms.py} beside it).
 */
class FormsGoldenTest {
  private static final Path FILE = Path.of("src/test/golden/x86/forms.txt");

  /** One line: form and width that as was asked for, where it stands, and what came out. */
  private record Golden(String row, long address, byte[] bytes, String text, String intel) {
    static Golden parse(String line) {
      String[] parts = line.split(" \\| ", -1);
      byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(parts[2]);
      return new Golden(parts[0], Long.parseLong(parts[1], 16), bytes, parts[3], parts[4]);
    }

    Instruction decoded() {
      return switch (new Decoder().decode(bytes, 0, bytes.length)) {
        case Decoded.Ok(var insn) -> insn;
        case Decoded.Invalid(var why, int length) ->
            fail("%s, %s: %s after %d bytes".formatted(row, text, why, length));
      };
    }
  }

  private static List<Golden> lines() throws IOException {
    try (var lines = Files.lines(FILE)) {
      return lines.filter(line -> !line.startsWith("#")).map(Golden::parse).toList();
    }
  }

  @Test
  void everyRowHasBytesAtEveryWidth() throws IOException {
    Set<String> wanted = new TreeSet<>();
    for (Form form : Form.values()) {
      for (Width width : form.widths()) {
        wanted.add(form + " " + width);
      }
    }
    Set<String> found =
        lines().stream().map(Golden::row).collect(Collectors.toCollection(TreeSet::new));
    assertEquals(wanted, found);
  }

  @Test
  void decoderFindsRowWidthAndLength() throws IOException {
    for (Golden golden : lines()) {
      Instruction insn = golden.decoded();
      assertEquals(golden.row(), insn.form() + " " + insn.width(), golden.text());
      assertEquals(golden.bytes().length, insn.length(), golden.text());
    }
  }

  @Test
  void listingIsObjdumps() throws IOException {
    for (Golden golden : lines()) {
      Instruction insn = golden.decoded();
      assertEquals(golden.text(), Listing.line(insn, golden.address()));
      assertEquals(golden.intel(), Listing.line(insn, golden.address(), Syntax.INTEL));
    }
  }

  @Test
  void assemblerWritesTheSameBytes() throws IOException {
    for (Golden golden : lines()) {
      byte[] bytes = new Assembler().emit(golden.decoded()).toBytes();
      assertArrayEquals(golden.bytes(), bytes, golden.text());
    }
  }
}
