package dev.hugetext.x86.host;

import static org.junit.jupiter.api.Assertions.fail;

import dev.hugetext.x86.cpu.Interpreter;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every row at every width on the host CPU and in the interpreter, from the same random registers
 * and memory: afterwards registers, memory and defined flags must be the same. {@code
 * -Dhugetext.seed=N} and {@code -Dhugetext.trials=N} repeat or extend it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostAgreementTest {
  private static final long SEED = Long.getLong("hugetext.seed", 1);
  private static final int TRIALS = Integer.getInteger("hugetext.trials", 200);

  private @Nullable HostComparison comparison;

  @BeforeAll
  void open() {
    HostCpu.need();
    comparison = new HostComparison(new Interpreter());
  }

  @AfterAll
  void close() {
    if (comparison != null) {
      comparison.close();
    }
  }

  static Stream<Form> forms() {
    return Stream.of(Form.values()).filter(HostComparison::isComparable);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void interpreterDoesWhatTheHostCpuDoes(Form form) {
    HostComparison both = Objects.requireNonNull(comparison);
    for (Width width : form.widths()) {
      both.reseed(SEED * 1000 + form.ordinal() * 4L + width.ordinal());
      for (int done = 0; done < TRIALS; done++) {
        String difference = both.next(form, width);
        if (difference != null) {
          fail("seed %d, %s %s, trial %d: %s".formatted(SEED, form, width, done, difference));
        }
      }
    }
  }
}
