package dev.hugetext.loader.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.bpf.proto.AttachType;
import dev.hugetext.bpf.proto.ProgramType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgramSectionTest {
  private static final Path GOLDEN = Path.of("src", "test", "golden", "link", "sections.txt");

  /** The file says where it comes from. */
  @Test
  void namesMeanWhatTheyMeanToLibbpf() throws IOException {
    for (String line : Files.readAllLines(GOLDEN)) {
      if (!line.startsWith("#")) {
        String name = line.substring(0, line.indexOf(" | "));
        String meaning =
            ProgramSection.exactly(name).map(ProgramSectionTest::text).orElse("unknown");
        assertEquals(line, name + " | " + meaning);
      }
    }
  }

  private static String text(ProgramSection row) {
    int attach = Optional.ofNullable(row.attach()).map(AttachType::number).orElse(0);
    return row.type().number() + " | " + attach;
  }

  /** Newer than the golden file's libbpf: numbers of the UAPI header of Linux 6.18. */
  @ParameterizedTest
  @CsvSource({
    "tcx/ingress, SCHED_CLS, 46",
    "tcx/egress, SCHED_CLS, 47",
    "netkit/primary, SCHED_CLS, 54",
    "netkit/peer, SCHED_CLS, 55",
    "netfilter, NETFILTER, 45",
    "uprobe.multi/x, KPROBE, 48",
    "kprobe.session/x, KPROBE, 56"
  })
  void newerNames(String name, ProgramType type, int attach) {
    ProgramSection row = ProgramSection.exactly(name).orElseThrow();
    assertEquals(type, row.type());
    assertEquals(attach, Optional.ofNullable(row.attach()).map(AttachType::number).orElse(0));
  }

  @ParameterizedTest
  @CsvSource({"xdp, 0", "xdp.frags, 32", "fentry.s/f, 16", "syscall, 16", "iter/task, 0"})
  void loadFlags(String name, int flags) {
    assertEquals(flags, ProgramSection.exactly(name).orElseThrow().flags());
  }

  @Test
  void questionMarkMeansOnDemand() {
    assertTrue(ProgramSection.isOnDemand("?tc"));
    assertFalse(ProgramSection.isOnDemand("tc"));
    assertEquals(ProgramSection.of("tc"), ProgramSection.of("?tc"));
  }
}
