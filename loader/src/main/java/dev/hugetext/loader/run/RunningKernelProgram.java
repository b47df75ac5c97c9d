package dev.hugetext.loader.run;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.loader.context.TestContexts;
import dev.hugetext.loader.context.TestInput;
import dev.hugetext.loader.kernel.KernelMap;
import dev.hugetext.loader.kernel.KernelPerfEvent;
import dev.hugetext.loader.kernel.KernelProgram;
import dev.hugetext.loader.kernel.Outcome;
import dev.hugetext.loader.kernel.PossibleCpus;
import dev.hugetext.loader.kernel.ProgramInfo;
import dev.hugetext.loader.kernel.TestRunResult;
import dev.hugetext.loader.kernel.TestRunSpec;
import dev.hugetext.loader.map.MapContents;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A program with its maps in the running Linux: the oracle, and the engine {@code kernel}. */
public final class RunningKernelProgram implements AutoCloseable {
  /** Room for any context structure afterwards. */
  private static final int CONTEXT_OUT_BYTES = 256;

  private final ProgramType type;
  private final RunningKernelSpace space;
  private final KernelProgram program;
  private final List<KernelMap> maps;
  private final List<MapDef> defs;
  private final Map<KernelMap, List<KernelPerfEvent>> events = new HashMap<>();

  private RunningKernelProgram(
      BpfProgram source, RunningKernelSpace space, KernelProgram program, List<KernelMap> maps) {
    this.type = source.type();
    this.defs = source.maps();
    this.space = space;
    this.program = program;
    this.maps = maps;
  }

  /**
   * Creates the maps and loads the program; both are gone when the result is closed. Program arrays
   * are empty until {@link #fillSlots}.
   *
   * @param logLevel of the verifier, 0 for no log
   */
  public static Outcome<RunningKernelProgram> load(BpfProgram program, int logLevel) {
    var space = new RunningKernelSpace();
    Outcome<RunningKernelProgram> loaded =
        space
            .maps(program.maps())
            .then(maps ->
                space
                    .load(program, maps, logLevel)
                    .then(made -> done(new RunningKernelProgram(program, space, made, maps))));
    if (loaded instanceof Outcome.Refused) {
      space.close();
    }
    return loaded;
  }

  /**
   * As the one above, with other programs at hand.
   *
   * @param siblings those that maps may name as what they hold from the start
   */
  public static Outcome<RunningKernelProgram> load(
      BpfProgram program, List<BpfProgram> siblings, int logLevel) {
    return load(program, logLevel)
        .then(made -> {
          Outcome<Integer> filled = made.fillSlots(siblings);
          if (filled instanceof Outcome.Refused) {
            made.close();
          }
          return filled.then(_ -> done(made));
        });
  }

  /**
   * Puts programs into the arrays that are to hold them from the start.
   *
   * @param siblings all that the arrays name
   * @return the first refusal, else 0
   */
  public Outcome<Integer> fillSlots(List<BpfProgram> siblings) {
    return space.fillSlots(siblings);
  }

  private static <T> Outcome<T> done(T value) {
    return new Outcome.Done<>(value);
  }

  /**
   * Opens an event for every CPU that one of its perf event arrays has a slot for, as tools that
   * read them do.
   *
   * @throws IllegalStateException if the kernel refuses
   */
  public void openPerfEvents() {
    for (int i = 0; i < maps.size(); i++) {
      if (defs.get(i).type() == MapType.PERF_EVENT_ARRAY) {
        KernelMap map = maps.get(i);
        List<KernelPerfEvent> opened = new ArrayList<>();
        events.put(map, opened);
        long entries = Integer.toUnsignedLong(defs.get(i).maxEntries());
        for (int cpu = 0; cpu < Math.min(entries, PossibleCpus.count()); cpu++) {
          KernelPerfEvent event = KernelPerfEvent.open(cpu).orThrow();
          opened.add(event);
          map.update(word(cpu), word(event.fd()), 0).orThrow();
        }
      }
    }
  }

  private static byte[] word(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  /** What the kernel says of the program. */
  public ProgramInfo info() {
    return program.info().orThrow();
  }

  /** The verifier's log. */
  public String log() {
    return program.log();
  }

  /**
   * Stores an element into one of its maps.
   *
   * @throws IllegalArgumentException if the kernel refuses it
   */
  public void put(int map, byte[] key, byte[] value) {
    if (maps.get(map).update(key, value, 0) instanceof Outcome.Refused<Integer> refused) {
      throw new IllegalArgumentException("map %d: %s".formatted(map, refused.message()));
    }
  }

  /** Bytes of a value of one of its maps, as user space hands it over. */
  public int valueSize(int map) {
    return maps.get(map).valueSize();
  }

  /**
   * {@code BPF_PROG_TEST_RUN}.
   *
   * @param repeat how often; for types that the kernel runs once, 1 is as 0
   */
  public TestRunOutcome run(TestInput input, int repeat) {
    return switch (program.testRun(spec(input, repeat))) {
      case Outcome.Done<TestRunResult>(TestRunResult result) ->
          new TestRunOutcome.Done(
              result.retval(),
              result.dataOut(),
              result.contextOut(),
              Integer.toUnsignedLong(result.durationNanos()),
              Optional.empty());
      case Outcome.Refused<TestRunResult> refused ->
          new TestRunOutcome.Refused(
              Errno.of(refused.errno()).orElse(Errno.EINVAL),
              "the running kernel: " + refused.message());
    };
  }

  private TestRunSpec spec(TestInput input, int repeat) {
    byte[] context = input.context().orElse(new byte[0]);
    var spec =
        input.data().length == 0 && !TestContexts.takesPackets(type)
            ? TestRunSpec.ofContext(context)
            : TestRunSpec.ofData(input.data());
    boolean once = TestContexts.runsOnce(type);
    spec = spec.withRepeat(once && repeat == 1 ? 0 : repeat);
    boolean inPlace = type == ProgramType.SYSCALL;
    return input.hasContext()
        ? spec.withContext(context, roomForContext(input, once, inPlace))
        : spec;
  }

  /** How much room the kernel is given for the context afterwards: for some types it takes none. */
  private static int roomForContext(TestInput input, boolean once, boolean inPlace) {
    return inPlace || once && !input.contextWanted() ? 0 : CONTEXT_OUT_BYTES;
  }

  /** The contents of every map, in the order of the program's map indices. */
  public List<MapContents> maps() {
    List<MapContents> contents = new ArrayList<>();
    for (int i = 0; i < maps.size(); i++) {
      contents.add(contents(maps.get(i), defs.get(i)));
    }
    return contents;
  }

  private MapContents contents(KernelMap map, MapDef def) {
    return switch (def.type()) {
      case QUEUE, STACK -> MapContents.ofQueue(def, queued(map, def.type() == MapType.STACK));
      case RINGBUF -> MapContents.ofRing(def, map.ringRecords());
      case PERF_EVENT_ARRAY -> new MapContents(def, List.of(), samples(map));
      default -> MapContents.of(def, elements(map));
    };
  }

  private List<MapContents.Event> samples(KernelMap map) {
    List<MapContents.Event> samples = new ArrayList<>();
    List<KernelPerfEvent> opened = events.getOrDefault(map, List.of());
    for (int cpu = 0; cpu < opened.size(); cpu++) {
      for (byte[] data : opened.get(cpu).samples()) {
        samples.add(new MapContents.Event(cpu, data));
      }
    }
    return samples;
  }

  /** The values in the order in which they are taken; taken, and put back. */
  private static List<byte[]> queued(KernelMap map, boolean newestFirst) {
    byte[] noKey = {};
    List<byte[]> values = new ArrayList<>();
    while (map.lookupAndDelete(noKey, 0) instanceof Outcome.Done<byte[]>(byte[] value)) {
      values.add(value);
    }
    for (byte[] value : newestFirst ? values.reversed() : values) {
      map.update(noKey, value, 0).orThrow();
    }
    return values;
  }

  private static List<MapContents.Element> elements(KernelMap map) {
    List<MapContents.Element> elements = new ArrayList<>();
    Optional<byte[]> key = nextKey(map, Optional.empty());
    while (key.isPresent()) {
      if (map.lookup(key.get()) instanceof Outcome.Done<byte[]>(byte[] value)) {
        elements.add(new MapContents.Element(key.get(), value));
      }
      key = nextKey(map, key);
    }
    return elements;
  }

  private static Optional<byte[]> nextKey(KernelMap map, Optional<byte[]> key) {
    return map.nextKey(key) instanceof Outcome.Done<byte[]>(byte[] next)
        ? Optional.of(next)
        : Optional.empty();
  }

  @Override
  public void close() {
    events.values().forEach(opened -> opened.forEach(KernelPerfEvent::close));
    program.close();
    space.close();
  }
}
