package dev.hugetext.loader.context;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.FuncInfo;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.proto.AttachType;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.loader.kernel.KernelAssumption;
import dev.hugetext.loader.run.EmulatedKernel;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.loader.run.RunningKernelProgram;
import dev.hugetext.loader.run.TestRunOutcome;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which inputs a test run takes, and what comes back of one that changes nothing. */
class KernelContextAgreementTest {
  private static final long SEED = Long.getLong("hugetext.seed", 1);
  private static final List<RawInsn> RETURN_ZERO =
      RawInsn.parse(HexFormat.of().parseHex("b7000000000000009500000000000000"));
  private static final int[] LENGTHS = {
    0, 13, 14, 15, 33, 34, 53, 54, 64, 300, 3520, 3521, 3712, 3713
  };
  private static final int[] WORDS = {
    0, 0, 0, 1, 2, 4, 12, 14, 60, 64, 100, 216, 220, 4096, 65535, 65537
  };
  private static final int SLEEPABLE = 1 << 4;
  private static final int INPUTS = 1500;
  private static final int[] TYPES = {0x0800, 0x86dd, 0x0806, 0x0005, 0x8100};

  @BeforeEach
  void kernelAnswers() {
    KernelAssumption.required();
  }

  @ParameterizedTest
  @EnumSource(
      value = ProgramType.class,
      names = {
        "XDP",
        "SCHED_CLS",
        "SCHED_ACT",
        "SOCKET_FILTER",
        "CGROUP_SKB",
        "LWT_IN",
        "LWT_XMIT",
        "FLOW_DISSECTOR",
        "RAW_TRACEPOINT",
        "SYSCALL",
        "SK_LOOKUP"
      })
  void outcomesAgree(ProgramType type) {
    var random = new SplittableRandom(SEED);
    var program =
        new BpfProgram(
            "zero",
            type,
            attach(type),
            type == ProgramType.SYSCALL ? SLEEPABLE : 0,
            "GPL",
            RETURN_ZERO,
            List.of(),
            List.of(new FuncInfo("zero", 0)),
            List.of());
    var target = new TestTarget(type, attach(type), 0);
    try (EmulatedKernel kernel = EmulatedKernel.boot(KernelSetup.DEFAULT);
        RunningKernelProgram theirs = RunningKernelProgram.load(program, 0).orThrow()) {
      for (int i = 0; i < INPUTS; i++) {
        TestInput input = input(type, random);
        String where = "seed %d, input %d: %s".formatted(SEED, i, describe(input));
        compare(
            theirs.run(input, 1), TestContexts.prepare(target, input, kernel.heap()), input, where);
      }
    }
  }

  private static @Nullable AttachType attach(ProgramType type) {
    return switch (type) {
      case SK_LOOKUP -> AttachType.SK_LOOKUP;
      case FLOW_DISSECTOR -> AttachType.FLOW_DISSECTOR;
      default -> null;
    };
  }

  private static TestInput input(ProgramType type, SplittableRandom random) {
    byte[] data = TestContexts.takesPackets(type) ? packet(random) : new byte[0];
    if (!TestContexts.takesPackets(type) && random.nextInt(10) == 0) {
      data = new byte[64];
    }
    if (random.nextInt(3) == 0) {
      return TestInput.ofPacket(data);
    }
    byte[] context =
        switch (type) {
          case XDP -> xdp(data.length, random);
          case SK_LOOKUP -> skLookup(random);
          case RAW_TRACEPOINT, SYSCALL -> bytes(random);
          case FLOW_DISSECTOR -> fields(56, random);
          default -> fields(192, random);
        };
    boolean wanted = type != ProgramType.RAW_TRACEPOINT || random.nextInt(8) == 0;
    return new TestInput(data, Optional.of(context), wanted);
  }

  private static byte[] packet(SplittableRandom random) {
    byte[] data = new byte[LENGTHS[random.nextInt(LENGTHS.length)]];
    random.nextBytes(data);
    if (data.length >= TestContexts.ETH_HLEN) {
      int ethernet = TYPES[random.nextInt(TYPES.length)];
      data[12] = (byte) (ethernet >> 8);
      data[13] = (byte) ethernet;
    }
    return data;
  }

  private static ByteBuffer room(int size, SplittableRandom random) {
    int length = random.nextInt(10) == 0 ? random.nextInt(2 * size) : size;
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] xdp(int length, SplittableRandom random) {
    ByteBuffer context = room(24, random);
    for (int i = 0; i < 6 && context.capacity() >= 4; i++) {
      int at = 4 * random.nextInt(context.capacity() / 4);
      context.putInt(at, at == 12 ? random.nextInt(2) : word(random)); // 12: the host's devices
    }
    if (context.capacity() >= 8 && random.nextBoolean()) {
      context.putInt(4, length);
    }
    return context.array();
  }

  /** A structure of words, of which a few are set. */
  private static byte[] fields(int size, SplittableRandom random) {
    ByteBuffer context = room(size, random);
    for (int i = 0; i < 3 && context.capacity() >= 4; i++) {
      int at = 4 * random.nextInt(context.capacity() / 4);
      context.putInt(at, at == 40 ? random.nextInt(2) : word(random)); // 40: the host's devices
    }
    return context.array();
  }

  private static byte[] skLookup(SplittableRandom random) {
    ByteBuffer context = room(72, random);
    for (int at = 12; at + 4 <= context.capacity() && at < 64; at += 4) {
      context.putInt(at, word(random));
    }
    if (context.capacity() >= 12) {
      context.putInt(8, random.nextInt(4) == 0 ? word(random) : random.nextBoolean() ? 2 : 10);
    }
    if (random.nextInt(8) == 0 && context.capacity() >= 68) {
      context.putInt(random.nextBoolean() ? 0 : 64, word(random));
    }
    return context.array();
  }

  private static byte[] bytes(SplittableRandom random) {
    int[] sizes = {0, 1, 8, 95, 96, 97, 4000, 65535, 65536};
    byte[] context = new byte[sizes[random.nextInt(sizes.length)]];
    random.nextBytes(context);
    return context;
  }

  private static int word(SplittableRandom random) {
    return WORDS[random.nextInt(WORDS.length)];
  }

  private static void compare(
      TestRunOutcome theirs, ContextOutcome ours, TestInput input, String where) {
    switch (theirs) {
      case TestRunOutcome.Refused(var errno, _) ->
          assertEquals(
              errno,
              ours instanceof ContextOutcome.Refused refused ? refused.errno() : null,
              where);
      case TestRunOutcome.Done done -> {
        if (!(ours instanceof ContextOutcome.Ready(TestContext context))) {
          throw new AssertionError(where + ": refused here: " + ours);
        }
        assertArrayEquals(done.dataOut(), context.dataOut(), where);
        if (input.contextWanted()) {
          assertArrayEquals(done.contextOut(), context.contextOut(), where);
        }
        context.free();
      }
      case TestRunOutcome.Faulted(String what) -> throw new AssertionError(what);
    }
  }

  private static String describe(TestInput input) {
    return "%d bytes, type %s, context %s"
        .formatted(
            input.data().length,
            input.data().length < 14 ? "-" : HexFormat.of().formatHex(input.data(), 12, 14),
            input.context().map(HexFormat.of()::formatHex).orElse("none"));
  }
}
