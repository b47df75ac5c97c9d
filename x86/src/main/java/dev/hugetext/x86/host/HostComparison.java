package dev.hugetext.x86.host;

import dev.hugetext.x86.cpu.Engine;
import dev.hugetext.x86.disasm.Listing;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Runs random instructions on the host CPU and in an engine, from the same registers and memory;
 * afterwards registers, memory and defined flags must be the same. One thread at a time.
 */
public final class HostComparison implements AutoCloseable {
  private static final int MOST_DRAWS = 200;
  private static final int MOST_INSTRUCTIONS = 2;

  private final HostText host = new HostText();
  private final GuestMirror guest;
  private SplittableRandom random = new SplittableRandom(1);
  private TrialMaker trials = new TrialMaker(host, random);

  /**
   * Maps text and memory, on the host and in a machine.
   *
   * @throws IllegalStateException if the host is not {@link HostText#supported}
   */
  public HostComparison(Engine engine) {
    guest = new GuestMirror(host, engine);
  }

  /** Whether the host has instructions of the form, and they do anything but trap. */
  public static boolean isComparable(Form form) {
    return !form.effect().isTrap() && HostFeatures.has(form.effect());
  }

  /** Begins anew: other random numbers, and memory filled with them. */
  public void reseed(long seed) {
    random = new SplittableRandom(seed);
    trials = new TrialMaker(host, random);
    for (long at = 0; at < host.scratch().byteSize(); at += Long.BYTES) {
      host.scratch().set(ValueLayout.JAVA_LONG, at, random.nextLong());
    }
    guest.copyScratch();
  }

  /**
   * Runs one instruction of a row, at a legal width, on both.
   *
   * @return what differs afterwards, or null
   * @throws IllegalStateException if hardly any instruction of the row is safe to run
   */
  public @Nullable String next(Form form, Width width) {
    for (int draw = 0; draw < MOST_DRAWS; draw++) {
      Trial trial = trials.next(form, width);
      if (trial != null) {
        String difference = compare(trial);
        return difference == null
            ? null
            : Listing.line(trial.insn(), host.codeAddress()) + ": " + difference;
      }
    }
    throw new IllegalStateException("hardly an instruction can be run: " + form + " " + width);
  }

  private @Nullable String compare(Trial trial) {
    if (!trial.pokes().isEmpty()) {
      trial.pokes().forEach(this::poke);
      guest.copyScratch();
    }
    HostRegisters onHost = trial.start().copy();
    HostRegisters inGuest = trial.start().copy();
    host.run(trial.code(), onHost);
    if (!guest.run(trial.code(), inGuest, MOST_INSTRUCTIONS)) {
      return "the engine stopped elsewhere";
    }
    for (Gpr gpr : Gpr.values()) {
      if (onHost.get(gpr) != inGuest.get(gpr)) {
        return "%s: host %x, engine %x".formatted(gpr, onHost.get(gpr), inGuest.get(gpr));
      }
    }
    long defined = trial.definedFlags();
    if (((onHost.flags() ^ inGuest.flags()) & defined) != 0) {
      return "flags: host %x, engine %x".formatted(onHost.flags(), inGuest.flags());
    }
    long at = guest.mismatch();
    return at < 0 ? null : "memory differs at scratch+0x%x".formatted(at);
  }

  private void poke(long address, long value) {
    host.scratch().set(ValueLayout.JAVA_LONG_UNALIGNED, address - host.scratchAddress(), value);
  }

  @Override
  public void close() {
    guest.close();
    host.close();
  }
}
