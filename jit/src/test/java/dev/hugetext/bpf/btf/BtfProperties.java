package dev.hugetext.bpf.btf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class BtfProperties {
  private static final byte[] GOOD = good();

  /** A change of one byte of the file. */
  record Change(int at, byte value) {}

  private static byte[] good() {
    try {
      return Files.readAllBytes(Path.of("src/test/golden/bpf/types.btf"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Any bytes give types or a typed error, and all questions about the types have an answer. */
  @Property(tries = 5_000)
  void anyBytesAreAnswered(@ForAll("changes") List<Change> changes, @ForAll("lengths") int length) {
    byte[] bytes = Arrays.copyOf(GOOD, length);
    for (Change change : changes) {
      if (change.at() < length) {
        bytes[change.at()] = change.value();
      }
    }
    Btf btf;
    try {
      btf = Btf.parse(bytes, "mutated");
    } catch (BtfException expected) {
      return;
    }
    for (int id = 0; id < btf.types().size(); id++) {
      btf.resolve(id);
      btf.size(id);
      BtfKind.ofType(btf.type(id));
    }
  }

  /** A name is hashed as what is left of it without its flavour. */
  @Property
  void flavoursDoNotChangeTheHash(@ForAll("names") String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    String essential = Btf.withoutFlavour(name);
    int plain = 0;
    for (byte character : essential.getBytes(StandardCharsets.UTF_8)) {
      plain = 31 * plain + character;
    }
    assertEquals(plain, StringTable.essentialHash(text, 0, text.length));
  }

  /** Many with flavours, and many that nearly have one. */
  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of("_", "__", "___", "____", "a", "b0")
        .list()
        .ofMaxSize(7)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<List<Change>> changes() {
    return Combinators.combine(
            Arbitraries.integers().between(0, GOOD.length - 1), Arbitraries.bytes())
        .as(Change::new)
        .list()
        .ofMaxSize(4);
  }

  /** Mostly the whole file. */
  @Provide
  Arbitrary<Integer> lengths() {
    return Arbitraries.oneOf(
        Arbitraries.just(GOOD.length),
        Arbitraries.just(GOOD.length),
        Arbitraries.integers().between(0, GOOD.length));
  }
}
