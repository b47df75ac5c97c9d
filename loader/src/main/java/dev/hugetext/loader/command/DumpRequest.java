package dev.hugetext.loader.command;

import dev.hugetext.loader.cli.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * What {@code btf dump} is asked for, in bpftool's words.
 *
 * @param file whose types
 * @param asC whether as C source, else as a list
 * @param roots numbers of types, as decimal digits; all types if there are none
 */
record DumpRequest(Path file, boolean asC, List<String> roots) {
  private static final Set<String> OF_A_KERNEL = Set.of("id", "prog", "map");

  DumpRequest {
    roots = List.copyOf(roots);
  }

  /**
   * Reads the operands.
   *
   * @throws UsageException if they cannot be understood
   */
  static DumpRequest of(List<String> operands) {
    Iterator<String> words = operands.iterator();
    Path file = Path.of(file(words, operands.size()));
    String format = "";
    List<String> roots = new ArrayList<>();
    while (words.hasNext()) {
      switch (words.next()) {
        case "format" -> {
          refuse(!format.isEmpty(), "format is given twice");
          format = value(words, "format");
        }
        case "root_id" -> roots.add(value(words, "root_id"));
        case String word ->
            refuse(true, "unknown word '%s'; these work: format root_id".formatted(word));
      }
    }
    boolean asC = format.equals("c");
    refuse(
        !asC && !format.isEmpty() && !format.equals("raw"),
        "unknown format '%s'; these work: raw c".formatted(format));
    return new DumpRequest(file, asC, roots);
  }

  private static String file(Iterator<String> words, int count) {
    refuse(count == 0, "no file is named");
    String first = words.next();
    refuse(
        count > 1 && OF_A_KERNEL.contains(first),
        first + " is something in the running kernel; only files are read");
    return count > 1 && first.equals("file") ? words.next() : first;
  }

  private static String value(Iterator<String> words, String what) {
    refuse(!words.hasNext(), what + " needs a value");
    return words.next();
  }

  private static void refuse(boolean wrong, String why) {
    if (wrong) {
      throw new UsageException("btf dump: " + why);
    }
  }

  /**
   * The roots as numbers.
   *
   * @param count of types there are, {@code void} included
   * @throws UsageException if one is not the number of a type
   */
  int[] rootIds(int count) {
    return roots.stream().mapToInt(root -> rootId(root, count)).toArray();
  }

  private static int rootId(String root, int count) {
    try {
      int id = Integer.parseInt(root);
      if (id > 0 && id < count) {
        return id;
      }
    } catch (NumberFormatException e) {
      // refused below, as a number out of range is
    }
    throw new UsageException(
        "btf dump: root_id '%s' is no type; they are numbered 1 to %d".formatted(root, count - 1));
  }
}
