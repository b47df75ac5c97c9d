package dev.hugetext.bpf.btf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.bpf.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** bpftool's dump is the oracle; {@code types.py} made both sides. */
class BtfTest {
  private static final Path FOLDER = Path.of("src/test/golden/bpf");

  private static Btf read(String file) throws IOException, BtfException {
    return Btf.parse(Files.readAllBytes(FOLDER.resolve(file)), file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"types.btf", "types-be.btf"})
  void everyKindIsReadAsBpftoolReadsIt(String file) throws IOException, BtfException {
    String wanted = String.join("\n", GoldenFile.lines("bpf/types.txt")) + "\n";
    Btf btf = read(file);
    StringBuilder text = new StringBuilder();
    for (int id = 1; id < btf.types().size(); id++) {
      text.append(TypeDump.of(btf, id).text(btf)).append('\n');
    }
    assertEquals(wanted, text.toString());
  }

  @Test
  void sizesFollowTypedefsAndArrays() throws IOException, BtfException {
    Btf btf = read("types.btf");
    assertEquals(OptionalLong.of(8), size(btf, BtfKind.TYPEDEF, "u64"));
    assertEquals(OptionalLong.of(20), size(btf, BtfKind.VAR, "table"));
    assertEquals(OptionalLong.of(24), size(btf, BtfKind.STRUCT, "node"));
    assertEquals(OptionalLong.empty(), size(btf, BtfKind.FWD, "unknown"));
    assertEquals(OptionalLong.empty(), size(btf, BtfKind.FUNC, "compute"));
    assertEquals(OptionalInt.empty(), btf.find(BtfKind.STRUCT, "nowhere"));
  }

  @Test
  void splitTypesGoOnWhereTheBaseEnds() throws IOException, BtfException {
    Btf base = read("split-base.btf");
    Btf split = readSplit(base);
    assertEquals(base.types().size(), split.firstId());
    StringBuilder text = new StringBuilder();
    for (int id = split.firstId(); id < split.types().size(); id++) {
      text.append(TypeDump.of(split, id).text(split)).append('\n');
    }
    assertEquals(String.join("\n", GoldenFile.lines("bpf/split.raw.txt")) + "\n", text.toString());
  }

  @Test
  void namesAreFoundInBothParts() throws IOException, BtfException {
    Btf base = read("split-base.btf");
    Btf split = readSplit(base);
    int node = base.find(BtfKind.STRUCT, "node").orElseThrow();
    assertEquals(OptionalInt.of(node), split.find(BtfKind.STRUCT, "node"));
    int[] flavours = split.findFlavours(BtfKind.STRUCT, "node");
    assertEquals(2, flavours.length);
    assertEquals("node___old", split.type(flavours[1]).name());
    assertEquals(OptionalLong.of(40), size(split, BtfKind.STRUCT, "device"));
    assertEquals(BtfKind.VOID, split.kind(0));
    assertThrows(IndexOutOfBoundsException.class, () -> split.type(split.types().size()));
  }

  @Test
  void splitTypesWithoutTheirBaseAreRefused() {
    assertThrows(BtfException.class, () -> read("split.btf"));
    assertThrows(BtfException.class, () -> readSplit(Btf.empty()));
  }

  private static Btf readSplit(Btf base) throws IOException, BtfException {
    return Btf.parseSplit(Files.readAllBytes(FOLDER.resolve("split.btf")), "split.btf", base);
  }

  private static OptionalLong size(Btf btf, BtfKind kind, String name) {
    return btf.size(btf.find(kind, name).orElseThrow());
  }

  @Test
  void typesThatModifyThemselvesHaveNoSize() throws IOException, BtfException {
    byte[] bytes = Files.readAllBytes(FOLDER.resolve("types.btf"));
    Btf before = Btf.parse(bytes, "types.btf");
    int typedef = before.find(BtfKind.TYPEDEF, "u64").orElseThrow();
    patchReference(bytes, typedef, typedef);
    Btf btf = Btf.parse(bytes, "types.btf");
    assertEquals(new BtfType.VoidType(), btf.resolve(typedef));
    assertEquals(OptionalLong.empty(), btf.size(typedef));
  }

  /** Finds the typedef by its unique words: kind 8 and the reference to type 4. */
  private static void patchReference(byte[] bytes, int from, int to) {
    for (int at = 24; at < bytes.length - 12; at += 4) {
      if (bytes[at + 7] == BtfKind.TYPEDEF.ordinal() && bytes[at + 8] == 4) {
        bytes[at + 8] = (byte) to;
        return;
      }
    }
    throw new AssertionError("no typedef " + from);
  }

  @Test
  void anErrorSaysWhereAndWhy() throws IOException {
    byte[] bytes = Files.readAllBytes(FOLDER.resolve("types.btf"));
    bytes[2] = 7;
    BtfException error = assertThrows(BtfException.class, () -> Btf.parse(bytes, "x.o"));
    assertEquals(2, error.offset());
    assertEquals("x.o: BTF at offset 0x2: version 7 is not 1", error.getMessage());
    assertThrows(BtfException.class, () -> Btf.parse(new byte[0], "x.o"));
  }

  @Test
  void stringsAreFoundByOffset() throws IOException, BtfException {
    Btf btf = read("types.btf");
    assertEquals("int", btf.string(1).orElseThrow());
    assertTrue(btf.string(-1).isEmpty());
    assertTrue(btf.string(1 << 20).isEmpty());
  }
}
