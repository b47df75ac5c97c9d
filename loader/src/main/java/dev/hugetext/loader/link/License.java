package dev.hugetext.loader.link;

import dev.hugetext.loader.elf.ElfObject;
import dev.hugetext.loader.elf.Section;
import dev.hugetext.loader.input.InputException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Reads under which licence an object's programs are. */
final class License {
  private static final String SECTION = "license";

  /** Linux keeps 127 bytes of it. */
  private static final int LIMIT = 127;

  private License() {}

  /** The text up to its zero byte; empty without a licence section. */
  static String of(ElfObject elf) throws InputException {
    Optional<Section> section = elf.section(SECTION);
    if (section.isEmpty()) {
      return "";
    }
    byte[] text = elf.contents(section.get());
    int end = 0;
    while (end < Math.min(text.length, LIMIT) && text[end] != 0) {
      end++;
    }
    return new String(Arrays.copyOf(text, end), StandardCharsets.UTF_8);
  }
}
