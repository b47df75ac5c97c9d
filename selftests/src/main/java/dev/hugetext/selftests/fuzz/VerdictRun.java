package dev.hugetext.selftests.fuzz;

import dev.hugetext.bpf.interp.Result;
import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.Imm64Kind;
import dev.hugetext.bpf.isa.InsnPrinter;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.selftests.jit.XlatedCode;
import dev.hugetext.verifier.Verdict;
import dev.hugetext.verifier.Verifier;
import dev.hugetext.verifier.VerifierOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Compares the verifier's verdicts, and its rewriting where no map or context is involved, with the
 * running kernel's, on random programs and their mutants.
 */
public final class VerdictRun {
  private static final int ROUNDS = 3;

  private final KernelOracle kernel;
  private final VerifierOptions options;
  private final PrintWriter out;
  private final Map<String, Integer> reasons = new TreeMap<>();
  private final Map<Kind, int[]> acceptance = new TreeMap<>();
  private int bothAccept;
  private int bothRefuse;
  private int unsound;
  private int tooStrict;
  private int otherRule;
  private int sameCode;
  private int otherCode;
  private long ran;
  private int trapped;
  private long ours;
  private long theirs;

  public VerdictRun(KernelOracle kernel, VerifierOptions options, PrintWriter out) {
    this.kernel = kernel;
    this.options = options;
    this.out = out;
  }

  /** The program with a number: even ones are as generated, odd ones mutants of the one before. */
  public static BpfProgram program(long seed) {
    BpfProgram generated = ProgramGenerator.generate(seed >> 1);
    return (seed & 1) == 0 ? generated : Mutator.mutate(generated, seed);
  }

  /** Compares one program. */
  public void compare(long seed) {
    BpfProgram program = program(seed);
    if (needsDescriptorArray(program)) {
      return;
    }
    Verdict verdict = Verifier.verify(program, options);
    KernelOracle.Opinion opinion = kernel.ask(program, 0);
    switch (opinion) {
      case KernelOracle.Opinion.Accepted accepted -> {
        int[] counts =
            acceptance.computeIfAbsent(ProgramGenerator.kind(seed >> 1), k -> new int[2]);
        counts[1]++;
        switch (verdict) {
          case Verdict.Accepted mine -> {
            counts[0]++;
            bothAccept++;
            ours += mine.stats().processed();
            theirs += accepted.processed();
            compareCode(seed, program, mine, accepted);
            run(seed, program, mine);
          }
          case Verdict.Rejected mine -> {
            tooStrict++;
            reasons.merge("strict: " + mine.rejection().rule().id(), 1, Integer::sum);
            report(seed, program, "KERNEL ACCEPTS, refused here: " + mine.rejection().message());
          }
        }
      }
      case KernelOracle.Opinion.Refused refused -> {
        switch (verdict) {
          case Verdict.Accepted mine -> {
            unsound++;
            KernelOracle.Opinion again = kernel.ask(program, 1);
            report(seed, program, "UNSOUND: accepted here, the kernel says " + again);
          }
          case Verdict.Rejected mine -> {
            bothRefuse++;
            if (mine.errno() != refused.errno()) {
              otherRule++;
              out.printf(
                  "seed %d: errno %d, the kernel's is %d: %s%n",
                  seed, mine.errno(), refused.errno(), mine.rejection().message());
              reasons.merge(
                  "errno: %s %d not %d"
                      .formatted(mine.rejection().rule().id(), mine.errno(), refused.errno()),
                  1,
                  Integer::sum);
            }
          }
        }
      }
    }
  }

  /** The oracle loads without one, and what names kernel variables needs the kernel's BTF. */
  public static boolean needsDescriptorArray(BpfProgram program) {
    return program.insns().stream()
        .filter(insn -> insn.opcode() == BpfOpcode.LD_IMM64.opcode())
        .anyMatch(insn ->
            insn.src() == Imm64Kind.MAP_IDX.ordinal()
                || insn.src() == Imm64Kind.MAP_IDX_VALUE.ordinal()
                || insn.src() == Imm64Kind.BTF_ID.ordinal());
  }

  private void run(long seed, BpfProgram program, Verdict.Accepted mine) {
    for (int round = 0; round < ROUNDS; round++) {
      Result result =
          new Sandbox(seed * ROUNDS + round)
              .run(mine.program().rewritten(), program.type(), program.maps());
      switch (result) {
        case Result.Returned ignored -> ran++;
        case Result.Faulted fault -> failRun(seed, program, "FAULTS: " + fault);
        case Result.Undefined undefined -> failRun(seed, program, "IS UNDEFINED: " + undefined);
        case Result.OutOfFuel ignored -> failRun(seed, program, "DOES NOT END");
      }
    }
  }

  private void failRun(long seed, BpfProgram program, String what) {
    trapped++;
    report(seed, program, what);
  }

  private void compareCode(
      long seed, BpfProgram program, Verdict.Accepted mine, KernelOracle.Opinion.Accepted theirs) {
    Optional<String> difference =
        XlatedCode.difference(mine.program().rewritten(), theirs.xlated());
    if (difference.isEmpty()) {
      sameCode++;
    } else {
      otherCode++;
      if (otherCode <= 3) {
        report(seed, program, "OTHER CODE: " + difference.get());
        out.println("  in the kernel:");
        list(theirs.xlated());
      }
    }
  }

  private void report(long seed, BpfProgram program, String what) {
    if (unsound + tooStrict + otherCode > 12) {
      return;
    }
    out.printf("seed %d (%s): %s%n", seed, program.type().text(), what);
    list(program.insns());
  }

  private void list(List<RawInsn> insns) {
    for (int slot = 0; slot < insns.size(); slot++) {
      out.printf("  %3d: %s%n", slot, InsnPrinter.text(insns, slot));
    }
  }

  /** Counts so far. */
  public void summarise() {
    out.printf(
        "both accept %d, both refuse %d, UNSOUND %d, too strict %d, other errno %d%n",
        bothAccept, bothRefuse, unsound, tooStrict, otherRule);
    out.printf("rewriting: same %d, other %d%n", sameCode, otherCode);
    out.printf("runs of accepted programs: fine %d, trapped %d%n", ran, trapped);
    out.printf("processed instructions: here %d, kernel %d%n", ours, theirs);
    acceptance.forEach(
        (kind, counts) -> out.printf("  %-10s accepted %d of %d%n", kind, counts[0], counts[1]));
    reasons.forEach((reason, count) -> out.printf("  %6d %s%n", count, reason));
    out.flush();
  }

  /** Whether nothing was accepted that the kernel refuses, and nothing accepted trapped. */
  public boolean isSound() {
    return unsound == 0 && trapped == 0;
  }

  /** Of what the kernel accepts, how much is accepted here; 1 if that is nothing. */
  public double acceptedShare() {
    int all = bothAccept + tooStrict;
    return all == 0 ? 1 : (double) bothAccept / all;
  }

  /** Programs whose rewritten code differs from the kernel's. */
  public int otherCode() {
    return otherCode;
  }
}
