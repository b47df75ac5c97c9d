package dev.hugetext.x86.disasm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class IsaPageTest {
  private static final Path PAGE = Path.of("ISA.md");

  /** Renew it with {@code -Dgolden.update=true}. */
  @Test
  void theCommittedPageIsTheGeneratedOne() throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(PAGE, IsaPage.text());
    }
    assertEquals(IsaPage.text(), Files.readString(PAGE), "-Dgolden.update=true renews ISA.md");
  }
}
