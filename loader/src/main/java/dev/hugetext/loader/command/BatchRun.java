package dev.hugetext.loader.command;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.TrustedOptions;
import dev.hugetext.jit.JitException;
import dev.hugetext.loader.LoadOutcome;
import dev.hugetext.loader.Loader;
import dev.hugetext.loader.cli.OptionParser;
import dev.hugetext.loader.context.TestContexts;
import dev.hugetext.loader.context.TestInput;
import dev.hugetext.loader.kernel.Bpf;
import dev.hugetext.loader.kernel.Outcome;
import dev.hugetext.loader.kernel.ProgramInfo;
import dev.hugetext.loader.map.BpfMap;
import dev.hugetext.loader.map.MapContents;
import dev.hugetext.loader.run.EmulatedKernel;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.loader.run.LoadedProgram;
import dev.hugetext.loader.run.RunningKernelProgram;
import dev.hugetext.loader.run.TestRunner;
import dev.hugetext.verifier.Verdict;
import dev.hugetext.verifier.Verifier;
import java.io.IOException;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** Does what one request of {@code batch} asks for. */
final class BatchRun {
  /** Instructions that programs may take which nobody verified. */
  private static final long TRUSTED_FUEL = 1L << 32;

  private final BatchRequest request;
  private final CommandLine line;
  private final RunEngine engine;
  private final KernelSetup setup;
  private final ChosenProgram chosen;

  private BatchRun(BatchRequest request) throws IOException {
    this.request = request;
    Options options = ObjectFlags.addTo(MachineFlags.addTo(new Options()));
    line = OptionParser.parse(options, request.options());
    engine = MachineFlags.engine(line);
    setup = MachineFlags.setup(line);
    chosen = request.source().choose(ObjectFlags.options(line));
  }

  /**
   * The answer to a request.
   *
   * @throws IOException if an object cannot be used
   * @throws IllegalArgumentException if the request cannot be
   */
  static BatchAnswer answer(BatchRequest request) throws IOException {
    var run = new BatchRun(request);
    return switch (request.op()) {
      case VERIFY -> run.engine == RunEngine.KERNEL ? run.inRunningKernel() : run.verify();
      case RUN -> run.engine == RunEngine.KERNEL ? run.inRunningKernel() : run.emulated();
      case JIT -> run.emulated();
    };
  }

  private BatchAnswer verify() {
    int level = Math.max(request.logLevel(), 1);
    var options = MachineFlags.verifierOptions(setup).withLogLevel(level);
    return switch (Verifier.verify(chosen.program(), options)) {
      case Verdict.Accepted accepted -> {
        var answer = new BatchAnswer().accepted(accepted, request.logLevel() > 0);
        yield request.dump() ? answer.xlated(accepted.program().rewritten()) : answer;
      }
      case Verdict.Rejected rejected -> new BatchAnswer().rejected(rejected);
    };
  }

  private BatchAnswer emulated() {
    try (EmulatedKernel kernel = EmulatedKernel.boot(setup)) {
      var options = MachineFlags.verifierOptions(setup).withLogLevel(request.logLevel());
      var loader = new Loader(kernel, options, MachineFlags.jitOptions(line));
      return request.op() == BatchRequest.Op.JIT ? jit(loader) : run(loader);
    } catch (JitException unsupported) {
      return BatchAnswer.error(String.valueOf(unsupported.getMessage()));
    }
  }

  private BatchAnswer jit(Loader loader) {
    BpfProgram program = chosen.program();
    TrustedOptions options = TrustedOptions.XLATED;
    if (request.stackDepth().isPresent()) {
      options = options.withStackDepth(request.stackDepth().getAsInt());
    }
    if (request.tailCallReachable().isPresent()) {
      options = options.withTailCallReachable(request.tailCallReachable().get());
    }
    var rewritten = RewrittenProgram.trusted(program.name(), program.insns(), options);
    LoadOutcome outcome =
        loader.loadTrusted(program.name(), program.type(), rewritten, program.maps());
    return outcome instanceof LoadOutcome.Loaded(LoadedProgram loaded, _)
        ? new BatchAnswer().code(loaded).dumped(loaded)
        : notLoaded(outcome);
  }

  private static BatchAnswer notLoaded(LoadOutcome outcome) {
    return outcome instanceof LoadOutcome.Rejected(var verdict)
        ? new BatchAnswer().rejected(verdict)
        : BatchAnswer.error(LoadFailure.of("request", outcome).message());
  }

  private BatchAnswer run(Loader loader) {
    if (request.cpu() >= setup.cpus()) {
      throw new IllegalArgumentException("no CPU has number " + request.cpu());
    }
    LoadOutcome outcome = loader.load(chosen.program());
    if (!(outcome instanceof LoadOutcome.Loaded(LoadedProgram loaded, var verdict))) {
      return notLoaded(outcome);
    }
    Optional<LoadOutcome> unfilled = loader.fillSlots(chosen.siblings(), chosen.program().maps());
    if (unfilled.isPresent()) {
      return notLoaded(unfilled.get());
    }
    MapRequest.fill(chosen.maps(), loaded.maps());
    loaded.maps().forEach(BpfMap::openReaders);
    var answer = new BatchAnswer();
    verdict.ifPresent(accepted -> answer.accepted(accepted, request.logLevel() > 0));
    var runner = new TestRunner(loader.kernel(), TRUSTED_FUEL);
    var emulated =
        engine == RunEngine.BPF ? TestRunner.EmulatedEngine.BPF : TestRunner.EmulatedEngine.X86;
    answer.result(
        runner.run(loaded, input(), request.repeat(), emulated, request.cpu()),
        request.ctxIn().isPresent());
    answer.code(loaded);
    if (request.dump()) {
      answer.dumped(loaded).maps(loaded.maps().stream().map(MapContents::of).toList());
    }
    return answer;
  }

  private TestInput input() {
    boolean wanted =
        request.ctxIn().isPresent() && TestContexts.handsContextBack(chosen.program().type());
    return new TestInput(request.dataIn(), request.ctxIn(), wanted);
  }

  private BatchAnswer inRunningKernel() {
    if (!Bpf.available().yes()) {
      throw new IllegalArgumentException("engine kernel: not here: " + Bpf.available().reason());
    }
    if (request.cpu() != 0) {
      throw new IllegalArgumentException("engine kernel: the running Linux chooses the CPU");
    }
    int level = Math.max(request.logLevel(), 1);
    return switch (RunningKernelProgram.load(chosen.program(), chosen.siblings(), level)) {
      case Outcome.Refused<RunningKernelProgram> refused -> refused(refused);
      case Outcome.Done<RunningKernelProgram>(RunningKernelProgram loaded) -> {
        try (loaded) {
          yield running(loaded);
        }
      }
    };
  }

  private static BatchAnswer refused(Outcome.Refused<RunningKernelProgram> refused) {
    return refused.isOfProgram()
        ? new BatchAnswer()
            .text("verdict", "reject")
            .number("errno", refused.errno())
            .text("log", refused.log())
        : BatchAnswer.error("the running kernel: " + refused.message());
  }

  private BatchAnswer running(RunningKernelProgram loaded) {
    var answer = new BatchAnswer().text("verdict", "accept");
    if (request.logLevel() > 0) {
      answer.text("log", loaded.log());
    }
    ProgramInfo info = loaded.info();
    answer.number("processed", info.verifiedInsns());
    if (request.op() == BatchRequest.Op.RUN) {
      MapRequest.fill(chosen.maps(), loaded);
      loaded.openPerfEvents();
      answer.result(loaded.run(input(), request.repeat()), request.ctxIn().isPresent());
      answer.number("jited_len", info.jited().length);
    }
    if (request.dump()) {
      answer.dumped(info);
      if (request.op() == BatchRequest.Op.RUN) {
        answer.maps(loaded.maps());
      }
    }
    return answer;
  }
}
