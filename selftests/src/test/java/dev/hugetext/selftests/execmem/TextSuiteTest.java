package dev.hugetext.selftests.execmem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.execmem.TextUser;
import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The suite as a command, and that its models can say no. */
class TextSuiteTest {
  @Test
  void theCommandPrintsSeedCountAndVerdict() {
    var out = new ByteArrayOutputStream();
    var stream = new PrintStream(out, false, StandardCharsets.UTF_8);
    var console = new Console(stream, stream, InputStream.nullInputStream());
    List<String> line = List.of("selftest", "execmem", "--operations", "500", "--seed", "3");
    assertEquals(0, Main.run(line, console));
    String printed = out.toString(StandardCharsets.UTF_8);
    assertTrue(printed.contains("seed 3"), printed);
    assertTrue(printed.contains("500 operations on 1 kernels"), printed);
    assertEquals(2, Main.run(List.of("selftest", "execmem", "--operations", "-1"), console));
  }

  @Test
  void aModelRefusesAnyOtherPlace() {
    PackModel packs = new PackModel(2 << 20, () -> List.of(0x1000L), start -> {}, start -> {});
    packs.allocated(TextUser.BPF_PROGRAM, 100, 64, 0x1000);
    packs.allocated(TextUser.BPF_PROGRAM, 64, 64, 0x1080);
    assertThrows(
        IllegalStateException.class, () -> packs.allocated(TextUser.BPF_PROGRAM, 64, 64, 0x1100));
    packs.freed(0x1000);
    assertThrows(
        IllegalStateException.class, () -> packs.allocated(TextUser.BPF_PROGRAM, 64, 64, 0x10C0));
    packs.allocated(TextUser.BPF_PROGRAM, 128, 64, 0x1000);
    assertThrows(IllegalStateException.class, () -> packs.freed(0x1040));
  }
}
