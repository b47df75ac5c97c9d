package dev.hugetext.x86.cpu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** HotSpot does not compile methods above 8000 bytes of bytecode (DontCompileHugeMethods). */
class MethodSizeTest {
  private static final int LIMIT = 8000;

  @Test
  void everyMethodCanBeCompiled() throws IOException, URISyntaxException {
    Path classes = Path.of(Interpreter.class.getResource("Interpreter.class").toURI()).getParent();
    List<Path> files;
    try (Stream<Path> listed = Files.list(classes)) {
      files = listed.filter(file -> file.toString().endsWith(".class")).toList();
    }
    assertTrue(files.size() > 30, files + " are not all classes");
    for (Path file : files) {
      for (MethodModel method : ClassFile.of().parse(file).methods()) {
        int size = method.code().map(code -> ((CodeAttribute) code).codeLength()).orElse(0);
        assertTrue(size < LIMIT, "%s.%s: %d bytes".formatted(file, method.methodName(), size));
      }
    }
  }
}
