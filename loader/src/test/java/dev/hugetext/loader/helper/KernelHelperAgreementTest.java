package dev.hugetext.loader.helper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.KernelAbi;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.jit.JitOptions;
import dev.hugetext.loader.LoadOutcome;
import dev.hugetext.loader.Loader;
import dev.hugetext.loader.context.TestContexts;
import dev.hugetext.loader.context.TestInput;
import dev.hugetext.loader.helper.CallProgram.Call;
import dev.hugetext.loader.kernel.KernelAssumption;
import dev.hugetext.loader.map.BpfMap;
import dev.hugetext.loader.map.MapContents;
import dev.hugetext.loader.run.EmulatedKernel;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.loader.run.LoadedProgram;
import dev.hugetext.loader.run.RunningKernelProgram;
import dev.hugetext.loader.run.TestRunOutcome;
import dev.hugetext.loader.run.TestRunner;
import dev.hugetext.loader.run.TestRunner.EmulatedEngine;
import dev.hugetext.verifier.VerifierOptions;
import dev.hugetext.verifier.rule.Rule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What helpers return, and do to packet, context and memory: as in the running kernel. */
class KernelHelperAgreementTest {
  private static final long SEED = Long.getLong("hugetext.seed", 1);
  private static final int PROGRAMS = Integer.getInteger("hugetext.programs", 40);
  private static final HexFormat HEX = HexFormat.of();
  private static final int[] ETHERNET_TYPES = {0x0800, 0x0800, 0x86dd, 0x0806, 0x8100, 0x88a8};

  /** {@code __sk_buff}: len, pkt_type, protocol, vlan_present, vlan_tci, vlan_proto. */
  private static final List<Integer> SKB_FIELDS = List.of(0, 4, 16, 20, 24, 28);

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
        "SOCKET_FILTER",
        "CGROUP_SKB",
        "LWT_XMIT",
        "RAW_TRACEPOINT",
        "SYSCALL"
      })
  void resultsAgree(ProgramType type) {
    for (int i = 0; i < PROGRAMS; i++) {
      long seed = SEED + 1_000_003L * i;
      var random = new SplittableRandom(seed);
      CallProgram calls = program(type, random);
      TestInput input = input(type, random);
      String where =
          "seed %d, program %d: %s on %d bytes, type %s"
              .formatted(
                  SEED,
                  i,
                  calls.calls(),
                  input.data().length,
                  input.data().length == 0 ? "" : HexFormat.of().formatHex(input.data(), 12, 14));
      EmulatedEngine engine = i % 2 == 0 ? EmulatedEngine.BPF : EmulatedEngine.X86;
      compare(calls, input, engine, where);
    }
  }

  private static CallProgram program(ProgramType type, SplittableRandom random) {
    var maker = new RandomCalls(random);
    List<HelperTable> helpers = maker.of(type);
    List<Call> calls = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      calls.add(maker.call(helpers.get(random.nextInt(helpers.size()))));
    }
    byte[] memory = memory(random);
    boolean skb = TestContexts.takesPackets(type) && type != ProgramType.XDP;
    return new CallProgram(type, calls, memory, Map.of(), skb ? SKB_FIELDS : List.of());
  }

  /** Numbers as text, or what a route look-up or a tunnel may be, or anything. */
  private static byte[] memory(SplittableRandom random) {
    byte[] memory = new byte[CallProgram.MEMORY_BYTES];
    random.nextBytes(memory);
    String[] texts = {"  12", "-0x7fg", "0777", "99999999999999999999", "08", "-", "\t-9", "0x"};
    switch (random.nextInt(4)) {
      case 0 -> {
        for (int at = 0; at < memory.length; at += 4) {
          byte[] text = texts[random.nextInt(texts.length)].getBytes(StandardCharsets.US_ASCII);
          System.arraycopy(text, 0, memory, at, Math.min(text.length, memory.length - at));
        }
      }
      case 1 -> {
        Arrays.fill(memory, 0, 64, (byte) 0);
        memory[KernelAbi.FibLookup.FAMILY] = (byte) (random.nextBoolean() ? 2 : 10);
        memory[KernelAbi.FibLookup.IFINDEX] = (byte) (random.nextInt(3) == 0 ? 77 : 1);
      }
      case 2 -> Arrays.fill(memory, 20, 28, (byte) 0);
      default -> {}
    }
    Arrays.fill(memory, CallProgram.ZEROS, CallProgram.ZEROS + Long.BYTES, (byte) 0);
    return memory;
  }

  private static TestInput input(ProgramType type, SplittableRandom random) {
    if (!TestContexts.takesPackets(type)) {
      return new TestInput(new byte[0], Optional.of(new byte[8]), false);
    }
    byte[] data = new byte[54 + random.nextInt(3) * random.nextInt(100)];
    random.nextBytes(data);
    data[0] &= (byte) 0xfe;
    int ethernet = ETHERNET_TYPES[random.nextInt(ETHERNET_TYPES.length)];
    data[12] = (byte) (ethernet >> 8);
    data[13] = (byte) ethernet;
    return new TestInput(
        data,
        type == ProgramType.XDP ? Optional.of(xdp(data.length, random)) : Optional.empty(),
        true);
  }

  /** A context with all of the packet in one piece, and with or without metadata. */
  private static byte[] xdp(int length, SplittableRandom random) {
    ByteBuffer context = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    return context.putInt(4 * random.nextInt(3)).putInt(length).array();
  }

  /** By the front door, or past a verifier that does not know such programs yet. */
  private static LoadedProgram load(
      Loader loader, CallProgram calls, BpfProgram program, String where) {
    LoadOutcome outcome = loader.load(program);
    if (outcome instanceof LoadOutcome.Rejected(var verdict)) {
      assertEquals(Rule.UNSUPPORTED, verdict.rejection().rule(), where + ": " + verdict);
      outcome =
          loader.loadTrusted(program.name(), program.type(), calls.rewritten(), program.maps());
    }
    if (!(outcome instanceof LoadOutcome.Loaded(LoadedProgram loaded, _))) {
      throw new AssertionError(where + ": " + outcome);
    }
    return loaded;
  }

  private static void compare(
      CallProgram calls, TestInput input, EmulatedEngine engine, String where) {
    BpfProgram program = calls.program();
    try (EmulatedKernel kernel = EmulatedKernel.boot(KernelSetup.DEFAULT);
        RunningKernelProgram theirs = RunningKernelProgram.load(program, 1).orThrow()) {
      var loader = new Loader(kernel, VerifierOptions.DEFAULT, JitOptions.MEASURED_KERNEL);
      LoadedProgram ours = load(loader, calls, program, where);
      ours.maps().forEach(BpfMap::openReaders);
      theirs.openPerfEvents();
      TestRunOutcome mine = new TestRunner(kernel).run(ours, input, 1, engine, 0);
      TestRunOutcome.Done wanted = done(theirs.run(input, 1), where);
      TestRunOutcome.Done got = done(mine, where);
      List<MapContents> maps = theirs.maps();
      for (int i = 0; i < maps.size(); i++) {
        MapContents mapOfOurs = MapContents.of(ours.maps().get(i));
        String name = maps.get(i).def().name();
        assertEquals(text(maps.get(i)), text(mapOfOurs), where + ": map " + name);
      }
      assertArrayEquals(wanted.dataOut(), got.dataOut(), where);
      assertEquals(wanted.retval(), got.retval(), where);
      if (input.contextWanted()) {
        assertArrayEquals(wanted.contextOut(), got.contextOut(), where);
      }
    }
  }

  /** What it holds, in an order of its own, eight bytes a group, and what it gave out. */
  private static String text(MapContents map) {
    Stream<byte[]> elements = map.elements().stream().map(MapContents.Element::value);
    Stream<byte[]> events = map.events().stream().map(MapContents.Event::data);
    return Stream.concat(elements.map(HEX::formatHex).sorted(), events.map(HEX::formatHex))
        .map(hex -> hex.replaceAll("(.{16})", "$1 "))
        .collect(Collectors.joining("; "));
  }

  private static TestRunOutcome.Done done(TestRunOutcome outcome, String where) {
    if (!(outcome instanceof TestRunOutcome.Done done)) {
      throw new AssertionError(where + ": " + outcome);
    }
    return done;
  }
}
