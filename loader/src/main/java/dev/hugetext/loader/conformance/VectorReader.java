package dev.hugetext.loader.conformance;

import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.loader.input.FileContents;
import dev.hugetext.loader.input.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a {@code .data} file: sections that begin with {@code -- NAME}, comments from {@code #} to
 * the end of a line. A section occurs once; its lines belong together.
 */
public final class VectorReader {
  private static final int MOST_BYTES = 1 << 20;

  /** What is read; every other section is for people. */
  private enum Section {
    ASM,
    RAW,
    MEM,
    RESULT,
    ERROR,
    OTHER;

    static Section of(String title) {
      for (Section section : List.of(ASM, RAW, MEM, RESULT, ERROR)) {
        if (title.equalsIgnoreCase(section.name())) {
          return section;
        }
      }
      return OTHER;
    }
  }

  private final String file;
  private final Map<Section, List<String>> sections = new EnumMap<>(Section.class);

  private VectorReader(String file) {
    this.file = file;
    for (Section section : Section.values()) {
      sections.put(section, new ArrayList<>());
    }
  }

  /**
   * The vector in a file.
   *
   * @throws IOException if it cannot be read; if it is no vector, an {@link InputException}
   */
  public static Vector read(String file) throws IOException {
    byte[] bytes = FileContents.read(file, MOST_BYTES, "a conformance vector");
    return new VectorReader(file).parse(new String(bytes, StandardCharsets.UTF_8));
  }

  private List<String> lines(Section section) {
    return sections.getOrDefault(section, List.of());
  }

  private Vector parse(String text) throws InputException {
    Section section = Section.OTHER;
    for (String line : text.lines().toList()) {
      String code = line.replaceFirst("#.*", "").strip();
      if (code.startsWith("--")) {
        section = Section.of(code.substring(2).strip());
      } else if (!code.isEmpty()) {
        lines(section).add(code);
      }
    }
    boolean refused = !lines(Section.ERROR).isEmpty();
    if (lines(Section.RESULT).isEmpty() && !refused) {
      throw InputException.ofWhole(file, "neither result nor error", "a section '-- result'");
    }
    try {
      return new Vector(insns(), memory(), refused ? 0 : result(), refused);
    } catch (IllegalArgumentException wrong) {
      throw InputException.ofWhole(file, String.valueOf(wrong.getMessage()), "a vector");
    }
  }

  private long result() {
    return number(lines(Section.RESULT).getLast());
  }

  private List<RawInsn> insns() {
    return lines(Section.RAW).isEmpty() ? VectorAssembler.assemble(lines(Section.ASM)) : raw();
  }

  private List<RawInsn> raw() {
    List<String> words = words(Section.RAW);
    ByteBuffer slots =
        ByteBuffer.allocate(words.size() * RawInsn.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    words.forEach(word -> slots.putLong(number(word)));
    return RawInsn.parse(slots.array());
  }

  private byte[] memory() {
    var bytes = new ByteArrayOutputStream();
    for (String word : words(Section.MEM)) {
      int value = Integer.parseInt(word, 16);
      if (value < 0 || value > 0xff) {
        throw new IllegalArgumentException("'%s' is no byte of memory".formatted(word));
      }
      bytes.write(value);
    }
    return bytes.toByteArray();
  }

  private List<String> words(Section section) {
    return lines(section).stream().flatMap(line -> List.of(line.split("\\s+")).stream()).toList();
  }

  /** An unsigned 64-bit number, hexadecimal behind {@code 0x}. */
  static long number(String text) {
    return text.startsWith("0x")
        ? Long.parseUnsignedLong(text, 2, text.length(), 16)
        : Long.parseUnsignedLong(text);
  }
}
