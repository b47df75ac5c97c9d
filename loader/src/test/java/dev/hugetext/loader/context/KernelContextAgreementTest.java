package dev.hugetext.loader.context;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.RawInsn;
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
  private static final int[] TYPES = {0x0800, 0x86dd, 0x0806, 0x0005, 0x8100};

  @BeforeEach
  void kernelAnswers() {
    KernelAssumption.required();
  }

  @ParameterizedTest
  @EnumSource(
      value = ProgramType.class,
      names = {"XDP", "SCHED_CLS", "SOCKET_FILTER"})
  void outcomesAgree(ProgramType type) {
    var random = new SplittableRandom(SEED);
    var program = BpfProgram.of("zero", type, RETURN_ZERO);
    try (EmulatedKernel kernel = EmulatedKernel.boot(KernelSetup.DEFAULT);
        RunningKernelProgram theirs = RunningKernelProgram.load(program, 0).orThrow()) {
      for (int i = 0; i < 3000; i++) {
        TestInput input = input(type, random);
        String where = "seed %d, input %d: %s".formatted(SEED, i, describe(input));
        compare(
            theirs.run(input, 1), TestContexts.prepare(type, input, kernel.heap()), input, where);
      }
    }
  }

  private static TestInput input(ProgramType type, SplittableRandom random) {
    byte[] data = new byte[LENGTHS[random.nextInt(LENGTHS.length)]];
    random.nextBytes(data);
    if (data.length >= TestContexts.ETH_HLEN) {
      int ethernet = TYPES[random.nextInt(TYPES.length)];
      data[12] = (byte) (ethernet >> 8);
      data[13] = (byte) ethernet;
    }
    if (random.nextInt(3) == 0) {
      return TestInput.ofPacket(data);
    }
    int size = type == ProgramType.XDP ? 24 : 192;
    int length = random.nextInt(10) == 0 ? random.nextInt(2 * size) : size;
    ByteBuffer context = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    int changes = type == ProgramType.XDP ? 6 : 3;
    for (int i = 0; i < changes && length >= 4; i++) {
      int at = 4 * random.nextInt(length / 4);
      boolean device = type == ProgramType.XDP ? at == 12 : at == 40; // the host has its own
      context.putInt(at, device ? random.nextInt(2) : WORDS[random.nextInt(WORDS.length)]);
    }
    if (type == ProgramType.XDP && length >= 8 && random.nextBoolean()) {
      context.putInt(4, data.length);
    }
    return new TestInput(data, Optional.of(context.array()), true);
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
