package dev.hugetext.loader.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.loader.input.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Facts are what {@code llvm-readelf} 19.1.7 prints with {@code -S -s -r}. */
class ElfReaderTest {
  private static final Path OBJECT = Path.of("src/test/objects/linking.bpf.o");

  private static byte[] file() throws IOException {
    return Files.readAllBytes(OBJECT);
  }

  @Test
  void sections() throws IOException {
    ElfObject elf = ElfReader.read(file(), "linking.bpf.o");
    assertEquals(34, elf.sections().size());
    assertEquals(
        new Section(4, "xdp", SectionType.PROGBITS, 6, 0x160, 0xf0, 0, 0, 0),
        elf.sections().get(4));
    assertTrue(elf.sections().get(4).isExecutable());
    assertEquals(
        new Section(10, ".bss", SectionType.NOBITS, 3, 0x2e8, 8, 0, 0, 0), elf.sections().get(10));
    assertEquals(0, elf.contents(elf.sections().get(10)).length);
    assertEquals(
        "47504c00", HexFormat.of().formatHex(elf.contents(elf.section("license").orElseThrow())));
  }

  @Test
  void symbols() throws IOException {
    List<ElfSymbol> symbols = ElfReader.read(file(), "linking.bpf.o").symbols();
    assertEquals(27, symbols.size());
    assertEquals(
        new ElfSymbol(2, ".text", SymbolType.SECTION, SymbolBinding.LOCAL, false, 2, 0, 0),
        symbols.get(2));
    assertEquals(
        new ElfSymbol(6, "each", SymbolType.FUNC, SymbolBinding.LOCAL, false, 2, 0xd0, 80),
        symbols.get(6));
    assertEquals(
        new ElfSymbol(19, "seeds", SymbolType.OBJECT, SymbolBinding.GLOBAL, false, 9, 0, 24),
        symbols.get(19));
  }

  @Test
  void relocations() throws IOException {
    ElfObject elf = ElfReader.read(file(), "linking.bpf.o");
    List<String> found =
        elf.relocations(elf.section("xdp").orElseThrow()).stream()
            .map(r -> "%x %s %s".formatted(r.offset(), r.type(), r.symbol().name()))
            .toList();
    assertEquals(
        List.of(
            "10 R_BPF_64_32 outer",
            "28 R_BPF_64_32 .text",
            "48 R_BPF_64_32 innermost",
            "70 R_BPF_64_64 own_counter",
            "a8 R_BPF_64_64 .text",
            "d8 R_BPF_64_32 innermost"),
        found);
  }

  /** One changed byte of the header, and what the message must name. */
  @ParameterizedTest
  @CsvSource({
    "0, 0x00, 'x.o: not an ELF file, expected the bytes 7f 45 4c 46, at offset 0x0'",
    "4, 1, 'x.o: ELF class 1, expected 2 (64-bit), at offset 0x4'",
    "5, 2, 'x.o: an object for a big-endian machine (bpfeb), expected a little-endian one (bpfel), at"
        + " offset 0x5'",
    "6, 0, 'x.o: ELF version 0, expected 1, at offset 0x6'",
    "16, 2, 'x.o: file type 2, expected 1 (relocatable object), at offset 0x10'",
    "18, 62, 'x.o: machine 62, expected 247 (eBPF), or 0, at offset 0x12'",
    "58, 40, 'x.o: section header size 40, expected 64 bytes, at offset 0x3a'",
    "60, 0, 'x.o: no section headers, expected at least one, at offset 0x3c'",
    "62, 99, 'x.o: section names in section 99, expected 1 to 33, at offset 0x3e'"
  })
  void headerOfAnotherKindIsNamed(int at, int value, String message) throws IOException {
    byte[] file = file();
    file[at] = (byte) value;
    assertEquals(message, refusal(file).getMessage());
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] file = file();
    for (int length = 0; length < file.length; length++) {
      refusal(Arrays.copyOf(file, length)); // the headers lie at the end
    }
  }

  @Test
  void overlappingSectionsAreRefused() throws IOException {
    byte[] file = file();
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int headers = (int) bytes.getLong(40);
    bytes.putLong(headers + 9 * 64 + 24, 0x2c9); // .rodata onto the last bytes of .data.own
    assertEquals(
        "x.o: section 9 begins at 0x2c9 inside section 8, expected at least 0x2cc, at offset 0x29a8",
        refusal(file).getMessage());
  }

  @Test
  void nameOutsideOfItsTableIsRefused() throws IOException {
    byte[] file = file();
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int headers = (int) bytes.getLong(40);
    bytes.putInt(headers + 4 * 64, 0x187); // .strtab, 0x25c9 to 0x2750, is 0x187 bytes long
    assertEquals(
        "x.o: the name of section 4 does not end, expected a zero byte before 0x2750,"
            + " at offset 0x2750",
        refusal(file).getMessage());
  }

  private static InputException refusal(byte[] file) {
    return assertThrows(InputException.class, () -> ElfReader.read(file, "x.o"));
  }
}
