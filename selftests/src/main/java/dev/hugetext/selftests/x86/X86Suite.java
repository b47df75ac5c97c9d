package dev.hugetext.selftests.x86;

import dev.hugetext.x86.asm.Assembler;
import dev.hugetext.x86.asm.RandomInstructions;
import dev.hugetext.x86.cpu.Interpreter;
import dev.hugetext.x86.decode.Decoded;
import dev.hugetext.x86.decode.Decoder;
import dev.hugetext.x86.disasm.Listing;
import dev.hugetext.x86.disasm.Syntax;
import dev.hugetext.x86.host.HostComparison;
import dev.hugetext.x86.host.HostText;
import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;

/**
 * Decoder, assembler, listing and interpreter at random. Each operation is one byte string; every
 * tenth time also a round trip, every hundredth time an instruction on the host's CPU.
 */
public final class X86Suite {
  private static final int ROUND_TRIP_EACH = 10;
  private static final int HOST_EACH = 100;
  private static final int LISTING_EACH = 32; // texts are slow
  private static final int TRIALS_OF_A_ROW = 50;

  private final Property total = new Property("any bytes are an instruction or invalid");
  private final Property kept = new Property("what was decoded assembles to the same");
  private final Property roundTrip = new Property("what was assembled decodes to the same");
  private final Property host = new Property("the host's CPU does the same");

  private final long seed;
  private final Decoder decoder = new Decoder();
  private long instructions;

  /** A suite that has not run. */
  public X86Suite(long seed) {
    this.seed = seed;
  }

  /** Its laws. */
  public List<Property> properties() {
    return List.of(total, kept, roundTrip, host);
  }

  /** How many of the byte strings were instructions. */
  public long instructions() {
    return instructions;
  }

  /** How many byte strings, round trips and trials on the host so many operations are. */
  public static long trials(long operations) {
    return operations + operations / ROUND_TRIP_EACH + operations / HOST_EACH;
  }

  /**
   * Runs it.
   *
   * @param operations byte strings
   * @param progress told how many of the {@link #trials} were done
   */
  public void run(long operations, LongConsumer progress) {
    var strings = new ByteStrings(new SplittableRandom(seed));
    for (long i = 0; i < operations; i++) {
      strings.next();
      decode(strings.bytes(), strings.length());
      progress.accept(i + 1);
    }
    var legal = new RandomInstructions(new SplittableRandom(seed + 1));
    for (long i = 0; i < operations / ROUND_TRIP_EACH; i++) {
      assemble(legal.next());
      progress.accept(operations + i + 1);
    }
    long before = operations + operations / ROUND_TRIP_EACH;
    onHost(operations / HOST_EACH, done -> progress.accept(before + done));
  }

  private void decode(byte[] bytes, int length) {
    Decoded decoded;
    try {
      decoded = decoder.decode(bytes, 0, length);
    } catch (RuntimeException e) { // that is what must not happen
      total.failed(hex(bytes, length) + ": " + e);
      return;
    }
    int used =
        switch (decoded) {
          case Decoded.Ok(var insn) -> insn.length();
          case Decoded.Invalid(var why, int looked) -> looked;
        };
    if (used < 1 || used > Math.min(length, Instruction.MAX_LENGTH)) {
      total.failed(hex(bytes, length) + ": length " + used);
    } else {
      total.passed();
    }
    if (decoded instanceof Decoded.Ok(var insn)) {
      instructions++;
      keep(insn, bytes);
    }
  }

  /** Only the order of needed prefixes may be another one. */
  private void keep(Instruction insn, byte[] bytes) {
    byte[] again = new Assembler().emit(insn).toBytes();
    boolean same =
        Arrays.equals(again, 0, again.length, bytes, 0, Math.min(again.length, bytes.length))
            || decoder.decode(again, 0, again.length).equals(new Decoded.Ok(insn));
    boolean printed = instructions % LISTING_EACH != 0 || isPrinted(insn);
    if (again.length == insn.length() && same && printed) {
      kept.passed();
    } else {
      kept.failed("%s became %s".formatted(hex(bytes, insn.length()), hex(again, again.length)));
    }
  }

  private static boolean isPrinted(Instruction insn) {
    return !Listing.line(insn, 0).isEmpty() && !Listing.line(insn, 0, Syntax.INTEL).isEmpty();
  }

  private void assemble(Instruction insn) {
    byte[] code = new Assembler().emit(insn).toBytes();
    if (decoder.decode(code, 0, code.length).equals(new Decoded.Ok(insn))) {
      roundTrip.passed();
    } else {
      roundTrip.failed("%s: %s".formatted(insn, hex(code, code.length)));
    }
  }

  private static String hex(byte[] bytes, int length) {
    return HexFormat.of().formatHex(bytes, 0, length);
  }

  private void onHost(long trials, LongConsumer progress) {
    if (!HostText.supported()) {
      host.skip("needs Linux on x86-64");
      return;
    }
    List<Form> forms = Arrays.stream(Form.values()).filter(HostComparison::isComparable).toList();
    var random = new SplittableRandom(seed + 2);
    try (var both = new HostComparison(new Interpreter())) {
      for (long done = 0; done < trials; ) {
        Form form = forms.get(random.nextInt(forms.size()));
        List<Width> widths = List.copyOf(form.widths());
        Width width = widths.get(random.nextInt(widths.size()));
        both.reseed(random.nextLong());
        for (int i = 0; i < TRIALS_OF_A_ROW && done < trials; i++, done++) {
          String difference = both.next(form, width);
          if (difference == null) {
            host.passed();
          } else {
            host.failed(form + " " + width + ": " + difference);
          }
        }
        progress.accept(done);
      }
    }
  }
}
