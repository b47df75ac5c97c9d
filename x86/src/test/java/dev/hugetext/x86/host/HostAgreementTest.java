package dev.hugetext.x86.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.hugetext.x86.cpu.Interpreter;
import dev.hugetext.x86.disasm.Listing;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every row at every width on the host CPU and in the interpreter, from the same random registers
 * and memory: afterwards registers, memory and defined flags must be the same. {@code
 * -Dhugetext.seed=N} and {@code -Dhugetext.trials=N} repeat or extend it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostAgreementTest {
  private static final long SEED = Long.getLong("hugetext.seed", 1);
  private static final int TRIALS = Integer.getInteger("hugetext.trials", 200);
  private static final int DRAWS_PER_TRIAL = 200;

  private HostText host;
  private GuestMirror guest;

  @BeforeAll
  void open() {
    HostCpu.need();
    host = new HostText();
    guest = new GuestMirror(host, new Interpreter());
  }

  @AfterAll
  void close() {
    if (guest != null) {
      guest.close();
      host.close();
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"INT3", "UD1_R_RM", "UD2"}) // only trap
  void interpreterDoesWhatTheHostCpuDoes(Form form) {
    for (Width width : form.widths()) {
      long seed = SEED * 1000 + form.ordinal() * 4L + width.ordinal();
      var random = new SplittableRandom(seed);
      var trials = new TrialMaker(host, random);
      fillScratch(random);
      for (int done = 0, drawn = 0; done < TRIALS; drawn++) {
        assertTrue(drawn < TRIALS * DRAWS_PER_TRIAL, "hardly a draw can be run: " + form);
        Trial trial = trials.next(form, width);
        if (trial != null) {
          compare(trial, "seed %d, %s %s, trial %d".formatted(SEED, form, width, done));
          done++;
        }
      }
    }
  }

  private void fillScratch(SplittableRandom random) {
    for (long at = 0; at < host.scratch().byteSize(); at += Long.BYTES) {
      long value = random.nextLong();
      host.scratch().set(ValueLayout.JAVA_LONG, at, value);
      guest.scratch().set(ValueLayout.JAVA_LONG, at, value);
    }
  }

  private void compare(Trial trial, String name) {
    trial.pokes().forEach(this::poke);
    HostRegisters onHost = trial.start().copy();
    HostRegisters inGuest = trial.start().copy();
    host.run(trial.code(), onHost);
    boolean ended = guest.run(trial.code(), inGuest, 2);
    String what = name + ": " + Listing.line(trial.insn(), host.codeAddress());
    if (!ended) {
      fail(what + ": the interpreter stopped elsewhere");
    }
    for (Gpr gpr : Gpr.values()) {
      long expected = onHost.get(gpr);
      if (expected != inGuest.get(gpr)) {
        fail("%s: %s host %x, interpreter %x".formatted(what, gpr, expected, inGuest.get(gpr)));
      }
    }
    int defined = trial.definedFlags();
    assertEquals(onHost.flags() & defined, inGuest.flags() & defined, () -> what + ": flags");
    long difference = host.scratch().mismatch(guest.scratch());
    assertEquals(-1, difference, () -> what + ": memory");
  }

  private void poke(long address, long value) {
    long offset = address - host.scratchAddress();
    host.scratch().set(ValueLayout.JAVA_LONG_UNALIGNED, offset, value);
    guest.scratch().set(ValueLayout.JAVA_LONG_UNALIGNED, offset, value);
  }
}
