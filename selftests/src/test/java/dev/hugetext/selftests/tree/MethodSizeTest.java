package dev.hugetext.selftests.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * HotSpot leaves methods of more than 8000 bytes of bytecode to the interpreter for ever
 * (DontCompileHugeMethods), at a tenth of the speed and without a word.
 */
class MethodSizeTest {
  private static final int LIMIT_BYTES = 8000;

  /** Where a method that is never compiled would be the end of our speed. */
  private static final String[] HOT = {
    "dev.hugetext.x86.cpu", "dev.hugetext.x86.tlb", "dev.hugetext.x86.translate"
  };

  @Test
  void noHotMethodIsTooLargeToCompile() throws IOException {
    var importer = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests());
    var tooLarge = new ArrayList<String>();
    for (JavaClass hot : importer.importPackages(HOT)) {
      tooLarge.addAll(largerThan(LIMIT_BYTES, hot));
    }

    assertEquals(List.of(), tooLarge);
  }

  @Test
  void theMeasureSeesMethods() throws IOException {
    var self = new ClassFileImporter().importClass(MethodSizeTest.class);

    assertTrue(largerThan(10, self).stream().anyMatch(name -> name.contains("largerThan")));
    assertEquals(List.of(), largerThan(LIMIT_BYTES, self));
  }

  private static List<String> largerThan(int limit, JavaClass type) throws IOException {
    var found = new ArrayList<String>();
    try (InputStream in = type.getSource().orElseThrow().getUri().toURL().openStream()) {
      for (MethodModel method : ClassFile.of().parse(in.readAllBytes()).methods()) {
        int bytes = method.code().map(code -> ((CodeAttribute) code).codeLength()).orElse(0);
        // A class initialiser runs once: rows of a table may be as many as they are.
        if (bytes > limit && !method.methodName().equalsString("<clinit>")) {
          found.add(type.getName() + "." + method.methodName() + ": " + bytes + " bytes");
        }
      }
    }
    return found;
  }
}
