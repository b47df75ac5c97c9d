package dev.hugetext.verifier;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.verifier.explore.Analysis;
import dev.hugetext.verifier.explore.Analysis.Result;
import dev.hugetext.verifier.explore.ExplorationListener;
import dev.hugetext.verifier.log.VerifierLog;
import dev.hugetext.verifier.rewrite.Rewriter;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rejection;
import dev.hugetext.verifier.transfer.Environment;

/** Verifies programs. */
public final class Verifier {
  private Verifier() {}

  /**
   * Decides whether a program is safe, and rewrites it if it is.
   *
   * <p>Takes time in proportion to the instructions processed, at most as many as the options'
   * limit. Never throws for any program.
   */
  public static Verdict verify(BpfProgram program, VerifierOptions options) {
    Environment environment = new Environment(options.privileged(), options.cpus());
    VerifierLog log = new VerifierLog(program, options.logLevel());
    ExplorationListener listener = options.logLevel() == 0 ? ExplorationListener.SILENT : log;
    Result result = new Analysis(program, environment, options.limits(), listener).run();
    return switch (result) {
      case Result.Safe safe -> rewritten(program, safe, log);
      case Result.Refused(Rejection rejection, var stats) ->
          new Verdict.Rejected(
              rejection, rejection.errno().number(), log.refused(rejection, stats), stats);
    };
  }

  private static Verdict rewritten(BpfProgram program, Result.Safe safe, VerifierLog log) {
    try {
      Rewriter rewriter = new Rewriter(safe);
      RewrittenProgram rewritten = rewriter.rewrite();
      return new Verdict.Accepted(
          new VerifiedProgram(program, rewritten, rewriter.contextBytes()),
          log.accepted(safe.stats()),
          safe.stats());
    } catch (Refusal refusal) {
      Rejection rejection = refusal.at(-1, "");
      return new Verdict.Rejected(
          rejection,
          rejection.errno().number(),
          log.refused(rejection, safe.stats()),
          safe.stats());
    }
  }
}
