package dev.hugetext.loader.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.loader.input.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of conformance vectors; encodings are those of RFC 9669. */
class VectorReaderTest {
  @TempDir Path folder;

  private Vector read(String text) throws IOException {
    Path file = folder.resolve("vector.data");
    Files.writeString(file, text);
    return VectorReader.read(file.toString());
  }

  @Test
  void sectionsMayComeInAnyOrder() throws IOException {
    Vector vector =
        read("# title\n-- mem\n01 ff # end\n0a\n-- result\n0xffffffffffffffff\n-- asm\nexit\n");
    assertArrayEquals(new byte[] {1, -1, 10}, vector.memory());
    assertEquals(-1, vector.expected());
    assertEquals("9500000000000000", hex(vector));
  }

  @Test
  void rawSlotsAreNumbers() throws IOException {
    Vector vector = read("-- raw\n0x00000005000000b7\n149\n-- result\n5\n");
    assertEquals("b7000000050000009500000000000000", hex(vector));
  }

  @Test
  void labelsCountWideInstructionsTwice() throws IOException {
    Vector vector =
        read(
            "-- asm\nja end\nlddw %r1, 0x1122334455667788\nend:\nja exit\nja -2\nexit\n-- result\n0");
    assertEquals(
        "0500020000000000"
            + "1801000088776655"
            + "0000000044332211"
            + "0500010000000000"
            + "0500feff00000000"
            + "9500000000000000",
        hex(vector));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mov %r1, -2 | b7010000feffffff",
        "mov32 %r1, 0xfffffffe | b4010000feffffff",
        "sdiv32 %r1, %r2 | 3c21010000000000",
        "neg32 %r3 | 8403000000000000",
        "movsx832 %r1, %r2 | bc21080000000000",
        "be16 %r4 | dc04000010000000",
        "swap64 %r4 | d704000040000000",
        "ldxsh %r1, [%r2-4] | 8921fcff00000000",
        "stxdw [%r10-8], %r1 | 7b1af8ff00000000",
        "stb [%r1+0x2], 7 | 7201020007000000",
        "lock fetch or32 [%r1+8], %r2 | c321080041000000",
        "lock cmpxchg [%r1], %r2 | db210000f1000000",
        "jsle32 %r1, %r2, +3 | de21030000000000",
        "ja32 -1 | 06000000ffffffff",
        "call 5 | 8500000005000000",
        "call %r2 | 8d02000000000000",
        "call local +1 | 8510000001000000",
      })
  void assembles(String line, String slot) throws IOException {
    assertEquals(slot, hex(read("-- asm\n%s\n-- result\n0\n".formatted(line))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", // nothing
        "-- asm\nexit\n", // no result
        "-- result\n1\n", // no instructions
        "-- asm\nfly %r0\n-- result\n0\n",
        "-- asm\nja nowhere\n-- result\n0\n",
        "-- asm\na:\na:\nexit\n-- result\n0\n",
        "-- asm\nmov %r0, 0x100000000\n-- result\n0\n",
        "-- asm\nmov %r12, 0\n-- result\n0\n",
        "-- asm\nmov %r0\n-- result\n0\n",
        "-- asm\nldxb %r0, [%r1+0x8000]\n-- result\n0\n",
        "-- asm\nexit\n-- mem\n100\n-- result\n0\n",
        "-- asm\nexit\n-- result\nx\n",
      })
  void whatIsNoVectorIsRefusedWithItsFile(String text) {
    InputException refusal = assertThrows(InputException.class, () -> read(text));
    assertTrue(refusal.file().endsWith("vector.data"), refusal.getMessage());
  }

  private static String hex(Vector vector) {
    return HexFormat.of().formatHex(RawInsn.toBytes(vector.insns()));
  }
}
