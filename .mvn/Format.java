import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Formats all Java sources, or checks them: {@code java Format.java check|apply ROOT STAMP}.
 *
 * <p>A wrapper of our own around google-java-format, because that collapses the columns of tables
 * and knows no way to be told otherwise: here, text between two fence comments stays as it is. Only
 * files newer than STAMP, the time of the last clean look, are read.
 */
final class Format {
  private static final Pattern FENCED =
      Pattern.compile("[ \\t]*// @formatter:off.*?// @formatter:on", Pattern.DOTALL);

  private static final JavaFormatterOptions.Style STYLE = JavaFormatterOptions.Style.GOOGLE;

  public static void main(String[] args) throws IOException {
    boolean apply = args[0].equals("apply");
    var root = Path.of(args[1]);
    var stamp = Path.of(args[2]);
    var start = FileTime.fromMillis(System.currentTimeMillis());
    boolean clean = true;
    for (Path file : sources(root, lastClean(root, stamp))) {
      clean &= visit(file, apply);
    }
    if (!clean) {
      System.out.println("to format: mvn -q -N initialize -Dformat=apply");
      System.exit(1);
    }
    Files.createDirectories(stamp.getParent());
    Files.writeString(stamp, "");
    Files.setLastModifiedTime(stamp, start);
  }

  /** Another formatter, or another version of it, makes the last look worthless. */
  private static FileTime lastClean(Path root, Path stamp) throws IOException {
    var never = FileTime.fromMillis(0);
    if (!Files.exists(stamp)) {
      return never;
    }
    var time = Files.getLastModifiedTime(stamp);
    for (String rule : List.of("pom.xml", ".mvn/Format.java")) {
      if (Files.getLastModifiedTime(root.resolve(rule)).compareTo(time) > 0) {
        return never;
      }
    }
    return time;
  }

  private static List<Path> sources(Path root, FileTime newerThan) throws IOException {
    var found = new ArrayList<Path>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            String name = dir.getFileName().toString();
            boolean foreign = name.startsWith(".") && !name.equals(".mvn");
            return !dir.equals(root) && (foreign || name.equals("target"))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")
                && attributes.lastModifiedTime().compareTo(newerThan) > 0) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  /** Whether the file is now as it should be; says what was done or is to do. */
  private static boolean visit(Path file, boolean apply) throws IOException {
    String before = Files.readString(file);
    String after;
    try {
      after = format(before);
    } catch (FormatterException e) {
      System.out.println("cannot be parsed: " + file + ":" + e.getMessage());
      return false;
    }
    if (after.equals(before)) {
      return true;
    }
    if (apply) {
      Files.writeString(file, after);
    }
    System.out.println((apply ? "formatted " : "not formatted: ") + file);
    return apply;
  }

  private static String format(String source) throws FormatterException {
    String text = RemoveUnusedImports.removeUnusedImports(source);
    text = ImportOrderer.reorderImports(text, STYLE);
    text = new Formatter(JavaFormatterOptions.builder().style(STYLE).build()).formatSource(text);
    var fenced = FENCED.matcher(source).results().map(MatchResult::group).iterator();
    return FENCED.matcher(text).replaceAll(_ -> Matcher.quoteReplacement(fenced.next()));
  }
}
