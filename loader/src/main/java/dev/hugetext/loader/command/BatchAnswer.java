package dev.hugetext.loader.command;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.TrustedOptions;
import dev.hugetext.bpf.proto.Errno;
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
import dev.hugetext.loader.run.PlacedFunction;
import dev.hugetext.loader.run.RunningKernelProgram;
import dev.hugetext.loader.run.TestRunOutcome;
import dev.hugetext.loader.run.TestRunner;
import dev.hugetext.verifier.Verdict;
import dev.hugetext.verifier.Verifier;
import dev.hugetext.verifier.VerifierOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** The answer to one request of {@code batch}: fields in the order in which they are written. */
final class BatchAnswer {
  /** What unverified programs may take. */
  private static final long TRUSTED_FUEL = 1L << 32;

  private final List<Field> fields = new ArrayList<>();

  private BatchAnswer() {}

  /** One key and its value. */
  @FunctionalInterface
  private interface Field {
    void writeTo(JsonGenerator json) throws IOException;
  }

  static BatchAnswer error(String message) {
    return new BatchAnswer().text("error", message);
  }

  void write(JsonGenerator json) throws IOException {
    for (Field field : fields) {
      field.writeTo(json);
    }
  }

  private BatchAnswer text(String key, String value) {
    fields.add(json -> json.writeStringField(key, value));
    return this;
  }

  private BatchAnswer number(String key, long value) {
    fields.add(json -> json.writeNumberField(key, value));
    return this;
  }

  private BatchAnswer hex(String key, byte[] bytes) {
    return text(key, HexFormat.of().formatHex(bytes));
  }

  /**
   * Does what is asked.
   *
   * @throws IOException if an object cannot be used
   * @throws IllegalArgumentException if the request cannot be
   */
  static BatchAnswer to(BatchRequest request) throws IOException {
    CommandLine line = OptionParser.parse(MachineFlags.addTo(new Options()), request.options());
    RunEngine engine = MachineFlags.engine(line);
    if (request.op() == BatchRequest.Op.VERIFY) {
      return verify(request);
    }
    if (request.op() == BatchRequest.Op.RUN && engine == RunEngine.KERNEL) {
      return runningKernel(request);
    }
    KernelSetup setup = MachineFlags.setup(line);
    try (EmulatedKernel kernel = EmulatedKernel.boot(setup)) {
      var options = MachineFlags.verifierOptions(setup).withLogLevel(request.logLevel());
      var loader = new Loader(kernel, options, MachineFlags.jitOptions(line));
      return request.op() == BatchRequest.Op.JIT
          ? jit(request, loader)
          : run(request, loader, engine);
    } catch (JitException unsupported) {
      return error(String.valueOf(unsupported.getMessage()));
    }
  }

  private static BatchAnswer verify(BatchRequest request) throws IOException {
    int level = Math.max(request.logLevel(), 1);
    var options = VerifierOptions.DEFAULT.withLogLevel(level);
    return switch (Verifier.verify(request.program(), options)) {
      case Verdict.Accepted accepted -> {
        var answer = new BatchAnswer().accepted(accepted, request.logLevel() > 0);
        if (request.dump()) {
          answer.xlated(accepted.program().rewritten());
        }
        yield answer;
      }
      case Verdict.Rejected rejected -> new BatchAnswer().rejected(rejected);
    };
  }

  private BatchAnswer accepted(Verdict.Accepted accepted, boolean withLog) {
    text("verdict", "accept");
    if (withLog) {
      text("log", accepted.log());
    }
    return number("processed", accepted.stats().processed());
  }

  private BatchAnswer rejected(Verdict.Rejected rejected) {
    return text("verdict", "reject")
        .number("errno", rejected.errno())
        .text("log", rejected.log())
        .number("processed", rejected.stats().processed());
  }

  private static BatchAnswer jit(BatchRequest request, Loader loader) throws IOException {
    BpfProgram program = request.program();
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
        : error(LoadFailure.of("request", outcome).message());
  }

  private static BatchAnswer run(BatchRequest request, Loader loader, RunEngine engine)
      throws IOException {
    BpfProgram program = request.program();
    LoadOutcome outcome = loader.load(program);
    if (!(outcome instanceof LoadOutcome.Loaded(LoadedProgram loaded, var verdict))) {
      return notLoaded(outcome);
    }
    var answer = new BatchAnswer();
    verdict.ifPresent(accepted -> answer.accepted(accepted, request.logLevel() > 0));
    initialise(request, loaded.maps());
    loaded.maps().forEach(BpfMap::openReaders);
    var emulated =
        engine == RunEngine.BPF ? TestRunner.EmulatedEngine.BPF : TestRunner.EmulatedEngine.X86;
    var runner = new TestRunner(loader.kernel(), TRUSTED_FUEL);
    TestInput input = input(request, program);
    if (request.cpu() < 0 || request.cpu() >= loader.kernel().setup().cpus()) {
      throw new IllegalArgumentException("no CPU has number " + request.cpu());
    }
    return answer
        .result(runner.run(loaded, input, request.repeat(), emulated, request.cpu()), request)
        .code(loaded)
        .dumpedIfAsked(request, loaded);
  }

  private static void initialise(BatchRequest request, List<BpfMap> maps) {
    for (int i = 0; i < request.maps().size(); i++) {
      BpfMap map = maps.get(i);
      for (BatchRequest.Entry entry : request.maps().get(i).init()) {
        byte[] value = entry.checkedValue(i, map.def(), map.syscalls().valueSize());
        long refused = map.syscalls().update(entry.key(), value, 0);
        if (refused != 0) {
          throw new IllegalArgumentException(
              "map %d: an element is refused with %s".formatted(i, Errno.text((int) -refused)));
        }
      }
    }
  }

  private static void writeHex(JsonGenerator json, String field, byte[] bytes) throws IOException {
    json.writeStringField(field, HexFormat.of().formatHex(bytes));
  }

  private BatchAnswer result(TestRunOutcome outcome, BatchRequest request) {
    return switch (outcome) {
      case TestRunOutcome.Refused(var errno, var reason) ->
          number("errno", errno.number()).text("error", reason);
      case TestRunOutcome.Faulted(String what) -> text("error", "the program faulted: " + what);
      case TestRunOutcome.Done done -> {
        number("retval", Integer.toUnsignedLong(done.retval())).hex("data_out", done.dataOut());
        if (request.ctxIn().isPresent()) {
          hex("ctx_out", done.contextOut());
        }
        number("duration", done.nanos());
        done.counters().ifPresent(counters -> counters(counters.byName()));
        yield this;
      }
    };
  }

  private void counters(Map<String, Long> counters) {
    fields.add(json -> {
      json.writeObjectFieldStart("counters");
      for (var counter : counters.entrySet()) {
        json.writeNumberField(counter.getKey(), counter.getValue());
      }
      json.writeEndObject();
    });
  }

  private BatchAnswer code(LoadedProgram loaded) {
    int length = loaded.functions().stream().mapToInt(placed -> placed.function().length()).sum();
    return number("jited_len", length).text("address", "0x%x".formatted(loaded.entry()));
  }

  private BatchAnswer dumpedIfAsked(BatchRequest request, LoadedProgram loaded) {
    if (request.dump()) {
      dumped(loaded);
      maps(loaded.maps().stream().map(MapContents::of).toList());
    }
    return this;
  }

  private BatchAnswer dumped(LoadedProgram loaded) {
    xlated(loaded.rewritten());
    var code = new ByteArrayOutputStream();
    for (PlacedFunction function : loaded.functions()) {
      code.writeBytes(loaded.code(function));
    }
    hex("jited", code.toByteArray());
    return lengths(loaded.functions().stream().map(placed -> placed.function().length()).toList());
  }

  private BatchAnswer lengths(List<Integer> functions) {
    if (functions.size() > 1) {
      fields.add(json -> {
        json.writeArrayFieldStart("jited_func_lens");
        for (int length : functions) {
          json.writeNumber(length);
        }
        json.writeEndArray();
      });
    }
    return this;
  }

  private void xlated(RewrittenProgram rewritten) {
    var bytes = new ByteArrayOutputStream();
    for (RewrittenProgram.Function function : rewritten.functions()) {
      bytes.writeBytes(RawInsn.toBytes(function.insns()));
    }
    hex("xlated", bytes.toByteArray());
  }

  private void maps(List<MapContents> maps) {
    fields.add(json -> {
      json.writeArrayFieldStart("maps");
      for (MapContents map : maps) {
        json.writeStartArray();
        MapText.writeAll(json, map, BatchAnswer::writeHex);
        json.writeEndArray();
      }
      json.writeEndArray();
    });
  }

  private static BatchAnswer runningKernel(BatchRequest request) throws IOException {
    if (!Bpf.available().yes()) {
      throw new IllegalArgumentException("engine kernel: not here: " + Bpf.available().reason());
    }
    return switch (RunningKernelProgram.load(request.program(), Math.max(request.logLevel(), 1))) {
      case Outcome.Refused<RunningKernelProgram>(_, int errno, String log) ->
          new BatchAnswer().text("verdict", "reject").number("errno", errno).text("log", log);
      case Outcome.Done<RunningKernelProgram>(RunningKernelProgram loaded) -> {
        try (loaded) {
          yield running(request, loaded);
        }
      }
    };
  }

  private static TestInput input(BatchRequest request, BpfProgram program) {
    boolean wanted = request.ctxIn().isPresent() && TestContexts.handsContextBack(program.type());
    return new TestInput(request.dataIn(), request.ctxIn(), wanted);
  }

  private static BatchAnswer running(BatchRequest request, RunningKernelProgram loaded)
      throws IOException {
    var answer = new BatchAnswer().text("verdict", "accept");
    if (request.logLevel() > 0) {
      answer.text("log", loaded.log());
    }
    ProgramInfo info = loaded.info();
    answer.number("processed", info.verifiedInsns());
    for (int i = 0; i < request.maps().size(); i++) {
      for (BatchRequest.Entry entry : request.maps().get(i).init()) {
        byte[] value = entry.checkedValue(i, request.maps().get(i).def(), loaded.valueSize(i));
        loaded.put(i, entry.key(), value);
      }
    }
    loaded.openPerfEvents();
    TestInput input = input(request, request.program());
    answer.result(loaded.run(input, request.repeat()), request);
    answer.number("jited_len", info.jited().length);
    if (request.dump()) {
      answer
          .hex("xlated", info.xlated())
          .hex("jited", info.jited())
          .lengths(info.functionLengths());
      answer.maps(loaded.maps());
    }
    return answer;
  }
}
