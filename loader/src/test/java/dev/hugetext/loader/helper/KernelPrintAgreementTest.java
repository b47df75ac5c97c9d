package dev.hugetext.loader.helper;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.jit.JitOptions;
import dev.hugetext.loader.LoadOutcome;
import dev.hugetext.loader.Loader;
import dev.hugetext.loader.context.TestInput;
import dev.hugetext.loader.helper.CallProgram.Call;
import dev.hugetext.loader.kernel.KernelAssumption;
import dev.hugetext.loader.kernel.Outcome;
import dev.hugetext.loader.map.MapContents;
import dev.hugetext.loader.run.EmulatedKernel;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.loader.run.LoadedProgram;
import dev.hugetext.loader.run.RunningKernelProgram;
import dev.hugetext.loader.run.TestRunOutcome;
import dev.hugetext.loader.run.TestRunner;
import dev.hugetext.loader.run.TestRunner.EmulatedEngine;
import dev.hugetext.verifier.VerifierOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code bpf_snprintf}: which formats are taken, and what they print, as in the running kernel.
 * Linux looks at them when it loads, the helper's body when it prints.
 */
class KernelPrintAgreementTest {
  private static final long SEED = Long.getLong("hugetext.seed", 1);
  private static final int FORMATS = Integer.getInteger("hugetext.programs", 60);
  private static final TestInput INPUT =
      new TestInput(new byte[0], Optional.of(new byte[Long.BYTES]), false);

  private static final int TEXT = 0;
  private static final int ADDRESS = 32;
  private static final int ARGUMENTS = 128;
  private static final int PRINTED = 176;
  private static final int PRINTED_BYTES = 72;
  private static final int MOST_ARGUMENTS = 5;

  private static final String[] FLAGS = {"", "", "", "0", "-", "+", " ", "#", "-0", "+ "};
  private static final String[] WIDTHS = {"", "", "", "1", "5", "12", "3.2", "*"};
  private static final String[] KINDS = {
    "d", "i", "u", "x", "X", "c", "s", "p", "o", "f", "n", "%", "", "hd", "ld", "lu", "lli", "llx",
    "lX", "llld", "px", "pK", "pks", "pus", "pi4", "pI4", "pi6", "pI6", "pI6c", "pk", "sx", "zd",
    "lc", "ls"
  };
  private static final long[] VALUES = {
    0, 1, 65, 127, 128, 255, 4096, -1, 1L << 31, 1L << 32, Long.MIN_VALUE, 0x0102_0304_0506_0708L
  };

  private EmulatedKernel kernel;

  @BeforeEach
  void boot() {
    KernelAssumption.required();
    kernel = EmulatedKernel.boot(KernelSetup.DEFAULT);
  }

  @AfterEach
  void close() {
    if (kernel != null) {
      kernel.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "",
        "%",
        "%%",
        "100%% %d",
        "%d %u %x %X %i",
        "%lld|%llu|%ld",
        "%c%c%c",
        "%5d|%-5d|%05d|%+d|% d",
        "%08llx",
        "%3c|",
        "%10s|%-10s|",
        "%pks",
        "%pI4 %pi4",
        "%pI6",
        "%d %d %d %d %d %d",
        "%s%s",
        "%s.",
        "%sx",
        "%d\u0001",
        "caf\u00e9 %d",
        "%500d",
        "%-",
        "%l",
        "%ll",
        "%lll",
        "%.3d",
        "%.3s",
        "%hhd",
        "%#x",
        "%12pks|%20pI4|%60pI6|",
        "%pxz %pxZ9.",
        "%-0px|",
        "%5px|%-20px|%020px|%3px"
      })
  void cases(String format) {
    compare(format, new long[] {-7, 65, 300, 1L << 33, 0}, format);
  }

  @Test
  void randomFormats() {
    for (int i = 0; i < FORMATS; i++) {
      var random = new SplittableRandom(SEED + 1_000_003L * i);
      var format = new StringBuilder();
      for (int left = 1 + random.nextInt(3); left > 0; left--) {
        format.append(random.nextInt(3) == 0 ? "a " : "").append('%');
        format.append(FLAGS[random.nextInt(FLAGS.length)]);
        format.append(WIDTHS[random.nextInt(WIDTHS.length)]);
        format.append(KINDS[random.nextInt(KINDS.length)]);
        format.append(random.nextInt(4) == 0 ? "z" : random.nextInt(3) == 0 ? "" : " ");
      }
      long[] arguments = new long[random.nextInt(MOST_ARGUMENTS + 1)];
      Arrays.setAll(arguments, _ -> VALUES[random.nextInt(VALUES.length)]);
      compare(format.toString(), arguments, "seed %d, format %d: ".formatted(SEED, i) + format);
    }
  }

  /** Once with those numbers, once with addresses of memory, so that strings and bytes are met. */
  private void compare(String format, long[] arguments, String where) {
    if (!printsHashed(format)) {
      compare(program(format, arguments, Map.of()), where + Arrays.toString(arguments));
    }
    Map<Integer, Integer> pointers = new LinkedHashMap<>();
    for (int i = 0; i < arguments.length; i++) {
      pointers.put(ARGUMENTS + i * Long.BYTES, i % 2 == 0 ? TEXT : ADDRESS);
    }
    if (readsAll(format)) {
      compare(program(format, arguments, pointers), where + " of addresses");
    }
  }

  /** {@code %p} alone prints another number in each kernel, and symbols are not those of Linux. */
  private static boolean printsHashed(String format) {
    return format.matches("(?s).*%[^a-zA-Z%]*p(?![xkuiI]).*");
  }

  /** Whether it prints what is at the addresses, and never the addresses. */
  private static boolean readsAll(String format) {
    return format.replaceAll("%[-0+ ]*[0-9]*(s|pks|p[iI][46]c?)", "").indexOf('%') < 0;
  }

  private static CallProgram program(
      String format, long[] arguments, Map<Integer, Integer> pointers) {
    ByteBuffer memory =
        ByteBuffer.allocate(CallProgram.MEMORY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    memory.put(TEXT, "text".getBytes(StandardCharsets.US_ASCII));
    memory.put(ADDRESS, new byte[] {(byte) 192, 0, 2, 1, 10, 20, 30, 40, 50, 60, 70, 80, 90});
    for (int i = 0; i < arguments.length; i++) {
      memory.putLong(ARGUMENTS + i * Long.BYTES, pointers.isEmpty() ? arguments[i] : 0);
    }
    Call call =
        Call.of(
            HelperTable.SNPRINTF,
            CallProgram.memory(PRINTED),
            CallProgram.number(PRINTED_BYTES),
            CallProgram.text(format),
            CallProgram.memory(ARGUMENTS),
            CallProgram.number((long) arguments.length * Long.BYTES));
    return new CallProgram(
        ProgramType.RAW_TRACEPOINT, List.of(call), memory.array(), pointers, List.of());
  }

  private void compare(CallProgram calls, String where) {
    BpfProgram program = calls.program();
    assertEquals(theirs(program), ours(calls, program), where);
  }

  private static Optional<String> theirs(BpfProgram program) {
    return switch (RunningKernelProgram.load(program, 1)) {
      case Outcome.Refused<RunningKernelProgram> _ -> Optional.empty();
      case Outcome.Done<RunningKernelProgram>(RunningKernelProgram loaded) -> {
        try (loaded) {
          requireDone(loaded.run(INPUT, 1));
          yield result(loaded.maps());
        }
      }
    };
  }

  private Optional<String> ours(CallProgram calls, BpfProgram program) {
    var loader = new Loader(kernel, VerifierOptions.DEFAULT, JitOptions.MEASURED_KERNEL);
    LoadOutcome outcome =
        loader.loadTrusted(program.name(), program.type(), calls.rewritten(), program.maps());
    if (!(outcome instanceof LoadOutcome.Loaded(LoadedProgram loaded, _))) {
      throw new AssertionError(outcome);
    }
    requireDone(new TestRunner(kernel).run(loaded, INPUT, 1, EmulatedEngine.BPF, 0));
    return result(loaded.maps().stream().map(MapContents::of).toList());
  }

  private static void requireDone(TestRunOutcome outcome) {
    if (!(outcome instanceof TestRunOutcome.Done)) {
      throw new AssertionError(outcome);
    }
  }

  /** What was returned, and what was printed; empty where the format is refused. */
  private static Optional<String> result(List<MapContents> maps) {
    long returned = ByteBuffer.wrap(value(maps.get(1))).order(ByteOrder.LITTLE_ENDIAN).getLong();
    byte[] printed = Arrays.copyOfRange(value(maps.get(0)), PRINTED, PRINTED + PRINTED_BYTES);
    return returned == Errno.EINVAL.negative()
        ? Optional.empty()
        : Optional.of(returned + " " + HexFormat.of().formatHex(printed));
  }

  private static byte[] value(MapContents map) {
    return map.elements().getFirst().value();
  }
}
