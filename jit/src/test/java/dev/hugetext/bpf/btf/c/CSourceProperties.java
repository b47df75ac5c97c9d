package dev.hugetext.bpf.btf.c;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CSourceProperties {
  private static final Path FOLDER = Path.of("src/test/golden/bpf/c");

  /** A word of the file's types, and what becomes of it. */
  record Change(int place, int value) {}

  /** Types of which some words were changed are declared, or refused as what cannot be. */
  @Property(tries = 2_000)
  void anyTypesAreAnswered(@ForAll("files") String file, @ForAll("changes") List<Change> changes)
      throws IOException {
    byte[] bytes = Files.readAllBytes(FOLDER.resolve(file + ".btf"));
    for (Change change : changes) {
      int words = (bytes.length - 24) / Integer.BYTES;
      bytes[24 + change.place() % words * Integer.BYTES] = (byte) change.value();
    }
    StringBuilder text = new StringBuilder();
    try {
      Btf btf = Btf.parse(bytes, file);
      CSource.write(btf, IntStream.range(1, btf.types().size()).toArray(), text::append);
    } catch (BtfException | UndeclarableException expected) {
      return;
    }
    if (!text.toString().endsWith("#endif /* __VMLINUX_H__ */\n")) {
      throw new AssertionError("cut short: " + text);
    }
  }

  @Provide
  Arbitrary<String> files() {
    return Arbitraries.of("declarators", "names", "tags", "layout", "order");
  }

  /** Mostly small numbers, as those of types are. */
  @Provide
  Arbitrary<List<Change>> changes() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 10_000), Arbitraries.integers().between(0, 60))
        .as(Change::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }
}
