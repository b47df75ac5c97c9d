package dev.hugetext.bpf.btf;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The names that types have, each looked up once.
 *
 * <p>Strings that lie apart are together no longer than their table. A file in which thousands of
 * types name thousands of ends of one long string would take memory with the square of its length:
 * such names count as missing.
 */
final class TypeNames {
  /** Linkers may let one string be the end of another. */
  private static final int OVERLAP = 4;

  private final StringTable strings;
  private final Map<Integer, String> known = new HashMap<>();
  private long characters;

  TypeNames(StringTable strings) {
    this.strings = strings;
    this.characters = (long) OVERLAP * strings.length();
  }

  /** The name at {@code offset}; empty if there is none. */
  Optional<String> at(int offset) {
    String name = known.get(offset);
    if (name != null) {
      return Optional.of(name);
    }
    Optional<String> found = characters < 0 ? Optional.empty() : strings.at(offset);
    found.ifPresent(text -> {
      characters -= text.length();
      known.put(offset, text);
    });
    return found;
  }
}
