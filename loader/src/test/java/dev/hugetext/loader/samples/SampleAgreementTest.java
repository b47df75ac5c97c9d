package dev.hugetext.loader.samples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.loader.context.TestContexts;
import dev.hugetext.loader.context.TestInput;
import dev.hugetext.loader.kernel.Bpf;
import dev.hugetext.loader.kernel.KernelAssumption;
import dev.hugetext.loader.map.MapContents;
import dev.hugetext.loader.run.TestRunOutcome;
import dev.hugetext.loader.run.TestRunner.EmulatedEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every sample on every packet, or context, by every engine that can run it: the same result,
 * packet, context and maps.
 */
class SampleAgreementTest {
  private static final Path EXAMPLES = Path.of("..", "examples");

  static List<Path> objects() throws IOException {
    return files(EXAMPLES.resolve("bpf"), ".bpf.o");
  }

  private static List<Path> files(Path folder, String end) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("objects")
  void enginesAgree(Path object) throws IOException {
    OpenSample sample = OpenSample.of(object);
    boolean packets = TestContexts.takesPackets(sample.main().type());
    List<TestInput> inputs = new ArrayList<>();
    for (Path file : files(EXAMPLES.resolve(packets ? "packets" : "contexts"), ".bin")) {
      byte[] bytes = Files.readAllBytes(file);
      inputs.add(
          packets
              ? TestInput.ofPacket(bytes)
              : new TestInput(new byte[0], Optional.of(bytes), true));
    }
    List<String> bpf = emulated(sample, inputs, EmulatedEngine.BPF);
    assertEquals(bpf, emulated(sample, inputs, EmulatedEngine.X86));
    if (packets && Bpf.available().yes()) {
      assertEquals(running(sample, inputs), bpf);
    }
  }

  /**
   * What the test above leaves out silently, it may not leave out where the kernel must be asked.
   */
  @Test
  void theKernelIsAsked() {
    KernelAssumption.required();
  }

  /** A packet of one socket's worth of metadata comes back as it went in. */
  @Test
  void contextsComeBack() {
    KernelAssumption.required();
    OpenSample sample = OpenSample.named("packet_counter");
    byte[] context = new byte[192];
    context[8] = 5; // mark
    var input = new TestInput(Sample.packet("udp_dns"), Optional.of(context), true);
    try (var mine = new EmulatedSampleMachine(sample, EmulatedEngine.X86);
        var theirs = new KernelSampleMachine(sample)) {
      assertArrayEquals(done(theirs.test(input)).contextOut(), done(mine.test(input)).contextOut());
    }
  }

  private static List<String> emulated(
      OpenSample sample, List<TestInput> inputs, EmulatedEngine engine) {
    try (var machine = new EmulatedSampleMachine(sample, engine)) {
      return describe(machine, inputs);
    }
  }

  private static List<String> running(OpenSample sample, List<TestInput> inputs) {
    try (var machine = new KernelSampleMachine(sample)) {
      return describe(machine, inputs);
    }
  }

  /** What each run gave, and the maps after the last. */
  private static List<String> describe(SampleMachine machine, List<TestInput> inputs) {
    List<String> lines = new ArrayList<>();
    for (TestInput input : inputs) {
      TestRunOutcome outcome = machine.test(input);
      if (outcome instanceof TestRunOutcome.Refused(var errno, _)) {
        lines.add("refused with " + errno);
      } else {
        TestRunOutcome.Done done = done(outcome);
        lines.add("returned " + Integer.toUnsignedString(done.retval()));
        lines.add("packet " + hex(done.dataOut()));
        lines.add(input.contextWanted() ? "context " + hex(done.contextOut()) : "");
      }
    }
    for (MapContents map : machine.contents()) {
      lines.add(map.def().name());
      map.events().forEach(event -> lines.add("record " + hex(event.data())));
      map.elements().forEach(element -> lines.add(describe(map.def().type(), element)));
    }
    return lines;
  }

  private static String describe(MapType type, MapContents.Element element) {
    return switch (type) {
      case PROG_ARRAY -> hex(element.key()) + ": a program";
      case PERCPU_ARRAY -> hex(element.key()) + ": in all " + sum(element.value());
      default -> hex(element.key()) + ": " + hex(element.value());
    };
  }

  /** Of all 8-byte words: which CPU counted, and how many there are, is not compared. */
  private static long sum(byte[] values) {
    ByteBuffer words = ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN);
    long sum = 0;
    while (words.hasRemaining()) {
      sum += words.getLong();
    }
    return sum;
  }

  private static TestRunOutcome.Done done(TestRunOutcome outcome) {
    if (!(outcome instanceof TestRunOutcome.Done done)) {
      throw new AssertionError(outcome);
    }
    return done;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
