package dev.hugetext.x86.cpu;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hugetext.x86.asm.RandomInstructions;
import dev.hugetext.x86.host.HostText;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The meaning of every form at every width is the host CPU's. */
class InterpreterHostTest {
  private static final int EACH = Integer.getInteger("hugetext.each", 200);

  @Test
  void everyFormDoesWhatTheHostDoes() {
    needTheHostCpu();
    long seed = Long.getLong("hugetext.seed", new Random().nextLong());
    Random random = new Random(seed);
    var instructions = new RandomInstructions(random);
    int compared = 0;
    try (var comparison = new HostComparison(random)) {
      for (Form form : Form.values()) {
        for (Width width : Width.values()) {
          for (int i = 0; i < EACH && form.allows(width); i++) {
            compared += comparison.compare(instructions.next(form, width)) ? 1 : 0;
          }
        }
      }
    } catch (AssertionError e) {
      fail("-Dhugetext.seed=" + seed, e);
    }
    System.out.printf("%d instructions agree with the host, seed %d%n", compared, seed);
    assertTrue(compared > 50 * EACH, compared + " instructions compared");
  }

  private static void needTheHostCpu() {
    if (System.getenv().getOrDefault("HUGETEXT_REQUIRE", "").contains("host-cpu")) {
      assertTrue(HostText.supported(), "HUGETEXT_REQUIRE=host-cpu, but no Linux x86-64");
    }
    assumeTrue(HostText.supported(), "needs Linux on x86-64");
  }
}
