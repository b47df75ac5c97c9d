package dev.hugetext.bpf.btf.c;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** bpftool is the oracle; {@code c_source.py} made both sides. */
class CSourceTest {
  private static final Path FOLDER = Path.of("src/test/golden/bpf");

  private static Btf read(String file, Btf base) throws IOException, BtfException {
    return Btf.parseSplit(Files.readAllBytes(FOLDER.resolve(file)), file, base);
  }

  private static String source(Btf btf, int... roots) throws UndeclarableException {
    StringBuilder text = new StringBuilder();
    CSource.write(btf, roots, text::append);
    return text.toString();
  }

  private static String all(Btf btf) throws UndeclarableException {
    return source(btf, IntStream.range(1, btf.types().size()).toArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"declarators", "names", "numbers", "tags", "layout", "order", "built_in"})
  void declarationsAreBpftools(String name)
      throws IOException, BtfException, UndeclarableException {
    String wanted = Files.readString(FOLDER.resolve("c/" + name + ".txt"));
    assertEquals(wanted, all(read("c/" + name + ".btf", Btf.empty())));
  }

  @Test
  void splitTypesComeWithTheirBase() throws IOException, BtfException, UndeclarableException {
    Btf split = read("split.btf", read("split-base.btf", Btf.empty()));
    assertEquals(Files.readString(FOLDER.resolve("split.c.txt")), all(split));
  }

  /** bpftool puts the words after the type that they qualify, without a space. */
  @Test
  void qualifiersOfTaggedTypesStandInFront() throws BtfException, UndeclarableException {
    Types types = new Types();
    int tag = types.tag(types.integer("int", 4), "user");
    types.typedef(types.pointer(types.constant(tag)), "t");
    assertEquals(
        "typedef const int __attribute__((btf_type_tag(\"user\"))) *t;", body(all(types.btf())));
  }

  @Test
  void onlyWhatRootsNeedIsDeclared() throws BtfException, UndeclarableException {
    Types types = new Types();
    int number = types.typedef(types.integer("int", 4), "number");
    int used = types.struct("used", 4, number);
    types.struct("other", 4, number);
    assertEquals(
        "typedef int number;\n\nstruct used {\n\tnumber m;\n};", body(source(types.btf(), used)));
    assertEquals("typedef int number;", body(source(types.btf(), number)));
    assertEquals("", body(source(types.btf())));
  }

  /** What stands between the lines that are always there. */
  private static String body(String source) {
    int from = source.indexOf("#endif\n\n") + "#endif\n\n".length();
    return source.substring(from, source.indexOf("#ifndef BPF_NO", from)).strip();
  }

  @Test
  void typesThatContainThemselvesAreRefused() throws BtfException {
    Types types = new Types();
    types.struct("a", 4, 2);
    types.struct("b", 4, 1);
    assertRefused("type 1 contains itself", types);
  }

  @Test
  void valuesOfFunctionTypeAreRefused() throws BtfException {
    Types types = new Types();
    types.struct("s", 4, types.function(types.prototype()));
    assertRefused("type 2 is used as the type of a value, but has none", types);
  }

  @Test
  void pointersToThemselvesAreRefused() throws BtfException {
    Types types = new Types();
    types.pointer(1);
    assertRefused("type 1 lies deeper than 256 levels of other types", types);
  }

  /** Thirty structs without a name, each with two of the one before. */
  @Test
  void typesThatDoubleAreRefused() throws BtfException {
    Types types = new Types();
    int inner = types.integer("int", 4);
    for (int level = 0; level < 30; level++) {
      inner = types.struct("", 4, inner, inner);
    }
    types.struct("all", 4, inner);
    assertRefused("type 1 is reached after more than 10000000 steps through the types", types);
  }

  @Test
  void aHugeStructIsRefused() throws BtfException {
    Types types = new Types();
    types.struct("huge", -8);
    assertRefused("type 1 makes the text longer than 67108864 characters", types);
  }

  private static void assertRefused(String why, Types types) throws BtfException {
    Btf btf = types.btf();
    var refusal = assertThrows(UndeclarableException.class, () -> all(btf));
    assertEquals(why, refusal.getMessage());
  }
}
