package dev.hugetext.selftests.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What every package and every file carries, or must not. */
class SourceTreeTest {
  /** Folders of the one machine where something was written; the launcher's JDK folder is not. */
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.\\-/])/(?:work|farm|root|home|Users|tmp/\\w+)/");

  private static final Pattern SOURCE =
      Pattern.compile("(?<module>\\w+)/src/\\w+/java/(?<package>.+)/[^/]+\\.java");

  @Test
  void theTreeIsFound() {
    assertTrue(SourceTree.files().contains(SourceTree.ROOT.resolve("pom.xml")));
  }

  @Test
  void everyPackageSaysWhatItIsForAndIsNullMarked() throws IOException {
    var packages = new TreeSet<String>();
    var described = new TreeMap<String, Boolean>();
    for (Path file : SourceTree.files()) {
      var place = SOURCE.matcher(SourceTree.ROOT.relativize(file).toString());
      if (!place.matches()) {
        continue;
      }
      String name = place.group("module") + ": " + place.group("package").replace('/', '.');
      packages.add(name);
      if (file.endsWith("package-info.java")) {
        String text = Files.readString(file);
        described.put(name, text.startsWith("/**") && text.contains("@NullMarked\npackage "));
      }
    }

    packages.removeIf(name -> described.getOrDefault(name, false));
    assertEquals(List.of(), List.copyOf(packages), "no package-info.java with @NullMarked");
  }

  @Test
  void noFileNamesFoldersOfOneMachine() throws IOException {
    var found = new ArrayList<String>();
    for (Path file : SourceTree.files()) {
      if (SourceTree.isText(file)) {
        int number = 0;
        for (String line : SourceTree.lines(file)) {
          number++;
          if (MACHINE_PATH.matcher(line).find()) {
            found.add(SourceTree.ROOT.relativize(file) + ":" + number + ": " + line.strip());
          }
        }
      }
    }

    assertEquals(List.of(), found);
  }
}
