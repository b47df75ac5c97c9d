package dev.hugetext.selftests.cases;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfKind;
import dev.hugetext.bpf.btf.BtfType;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.FuncInfo;
import dev.hugetext.bpf.isa.Imm64Kind;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.proto.AttachType;
import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.bpf.proto.MapTypes;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.bpf.proto.ValueField;
import dev.hugetext.verifier.rule.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads case files. A case is a paragraph: {@code case TYPE NAME} or {@code case TYPE/ATTACH NAME},
 * options ({@code proprietary}, {@code unprivileged}, {@code sleepable}, {@code stricter} where
 * Linux accepts what is refused here, {@code functions NAME...} with the types of the functions in
 * {@link CaseTypes}), indented instructions ({@code N x INSN} repeats one), and {@code accept} or
 * {@code reject RULE ERRNO MESSAGE}.
 *
 * <p>All cases may use the maps of {@link #MAPS} by index.
 */
public final class CaseReader {
  /**
   * Maps 0 array, 1 hash, 2 single value, 3 constants that only programs may read, 4 programs, 5
   * written only, 6 ring buffer, 7 queue, 8 per-CPU array, 9 LRU per-CPU hash, 10 trie, 11 sockets
   * for XDP, 12 sockets, 13 perf events, 14 bloom filter, 15 stack traces, 16 per-CPU hash, 17 hash
   * of values with a lock at 8, 18 array of values with a timer at 0, 19 array of arrays, 20 and 21
   * a hash and an array of constants, 22 array of per-CPU arrays, 23 array of maps like 3, 24
   * storage of cgroups.
   */
  public static final List<MapDef> MAPS =
      List.of(
          MapDef.of("array", MapType.ARRAY, 4, 48, 5),
          MapDef.of("hash", MapType.HASH, 8, 32, 16),
          MapDef.of("single", MapType.ARRAY, 4, 64, 1),
          constants(),
          MapDef.of("programs", MapType.PROG_ARRAY, 4, 4, 3),
          writeOnly(),
          MapDef.of("records", MapType.RINGBUF, 0, 0, 4096),
          MapDef.of("queue", MapType.QUEUE, 0, 8, 4),
          MapDef.of("percpu", MapType.PERCPU_ARRAY, 4, 16, 3),
          MapDef.of("lru", MapType.LRU_PERCPU_HASH, 4, 16, 8),
          trie(),
          MapDef.of("xsks", MapType.XSKMAP, 4, 4, 4),
          MapDef.of("sockets", MapType.SOCKMAP, 4, 4, 4),
          MapDef.of("events", MapType.PERF_EVENT_ARRAY, 4, 4, 2),
          MapDef.of("bloom", MapType.BLOOM_FILTER, 0, 8, 4),
          MapDef.of("traces", MapType.STACK_TRACE, 4, 64, 8),
          MapDef.of("percpu_hash", MapType.PERCPU_HASH, 4, 16, 3),
          withField(MapDef.of("locked", MapType.HASH, 4, 16, 4), ValueField.Kind.SPIN_LOCK, 8),
          withField(MapDef.of("timed", MapType.ARRAY, 4, 24, 4), ValueField.Kind.TIMER, 0),
          MapDef.of("arrays", MapType.ARRAY_OF_MAPS, 4, 4, 2)
              .withInner(MapDef.of("inner", MapType.ARRAY, 4, 8, 2)),
          readOnly(MapType.HASH, "frozen_hash", 4),
          readOnly(MapType.ARRAY, "frozen_array", 2),
          MapDef.of("percpu_arrays", MapType.ARRAY_OF_MAPS, 4, 4, 2)
              .withInner(MapDef.of("percpu_inner", MapType.PERCPU_ARRAY, 4, 8, 2)),
          MapDef.of("frozen_arrays", MapType.ARRAY_OF_MAPS, 4, 4, 2).withInner(constants()),
          MapDef.of("local", MapType.CGROUP_STORAGE, 16, 8, 0));

  private static final Btf TYPES = CaseTypes.read();
  private static final String FUNCTIONS = "functions ";

  private CaseReader() {}

  private static MapDef constants() {
    byte[] contents = new byte[16];
    contents[0] = 7;
    return new MapDef(
        "constants", MapType.ARRAY, 4, 16, 1, MapFlag.RDONLY_PROG.bit(), contents, true, 0);
  }

  private static MapDef readOnly(MapType type, String name, int maxEntries) {
    return new MapDef(name, type, 4, 16, maxEntries, MapFlag.RDONLY_PROG.bit(), null, true, 0);
  }

  private static MapDef writeOnly() {
    return new MapDef("sink", MapType.ARRAY, 4, 16, 1, MapFlag.WRONLY_PROG.bit(), null, false, 0);
  }

  private static MapDef withField(MapDef map, ValueField.Kind kind, int offset) {
    return map.withTypes(MapTypes.of(List.of(new ValueField(kind, offset))));
  }

  private static MapDef trie() {
    return new MapDef("trie", MapType.LPM_TRIE, 8, 8, 8, MapFlag.NO_PREALLOC.bit(), null, false, 0);
  }

  /** All cases of the suite. */
  public static List<VerifierCase> all() {
    List<VerifierCase> cases = new ArrayList<>();
    for (String file :
        List.of(
            "structure",
            "registers",
            "memory",
            "packets",
            "types",
            "references",
            "functions",
            "locks",
            "calls",
            "paths",
            "attacks")) {
      for (String paragraph : text(file + ".txt").split("\n\n+", -1)) {
        List<String> lines =
            paragraph.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        if (!lines.isEmpty()) {
          cases.add(parse(lines));
        }
      }
    }
    return List.copyOf(cases);
  }

  private static String text(String file) {
    try (InputStream in = CaseReader.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no case file " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static VerifierCase parse(List<String> lines) {
    String[] head = lines.getFirst().split(" ", 3);
    String[] where = head[1].split("/", 2);
    ProgramType type = ProgramType.ofText(where[0]).orElseThrow();
    AttachType attach = where.length == 1 ? null : AttachType.ofText(where[1]).orElseThrow();
    String license = lines.contains("proprietary") ? "Proprietary" : "GPL";
    List<RawInsn> insns = new ArrayList<>();
    lines.stream().filter(line -> line.startsWith("  ")).forEach(line -> add(insns, line.strip()));
    int flags = lines.contains("sleepable") ? BpfProgram.SLEEPABLE : 0;
    BpfProgram program =
        new BpfProgram(
            "case",
            type,
            attach,
            flags,
            license,
            insns,
            MAPS,
            functions(lines, insns),
            List.of(),
            TYPES);
    boolean privileged = !lines.contains("unprivileged");
    String verdict = lines.getLast();
    if (verdict.equals("accept")) {
      return new VerifierCase(
          head[2], program, privileged, Optional.empty(), Optional.empty(), "", false);
    }
    String[] words = verdict.split(" ", 4);
    if (!words[0].equals("reject")) {
      throw new IllegalArgumentException("%s: no verdict '%s'".formatted(head[2], verdict));
    }
    return new VerifierCase(
        head[2],
        program,
        privileged,
        Optional.of(Rule.ofId(words[1]).orElseThrow(() -> unknownRule(head[2], words[1]))),
        Optional.of(Errno.valueOf(words[2])),
        words.length > 3 ? words[3] : "",
        lines.contains("stricter"));
  }

  /** The functions by the order of their slots, which calls and callbacks tell. */
  private static List<FuncInfo> functions(List<String> lines, List<RawInsn> insns) {
    List<String> names =
        lines.stream()
            .filter(line -> line.startsWith(FUNCTIONS))
            .flatMap(line -> Stream.of(line.substring(FUNCTIONS.length()).split(" ", -1)))
            .toList();
    SortedSet<Integer> starts = new TreeSet<>(Set.of(0));
    for (int slot = 0; slot < insns.size(); slot++) {
      switch (Insn.decode(insns, slot)) {
        case Insn.CallBpf call -> starts.add(slot + 1 + call.offset());
        case Insn.LoadImm64 load when load.kind() == Imm64Kind.FUNC ->
            starts.add(slot + 1 + load.low());
        case Insn ignored -> {}
      }
    }
    List<FuncInfo> functions = new ArrayList<>();
    for (int start : starts) {
      if (functions.size() < names.size()) {
        functions.add(function(names.get(functions.size()), start));
      }
    }
    return functions;
  }

  private static FuncInfo function(String name, int start) {
    int type = TYPES.find(BtfKind.FUNC, name).orElseThrow();
    return new FuncInfo(name, start, type, ((BtfType.Func) TYPES.type(type)).linkage());
  }

  private static IllegalArgumentException unknownRule(String name, String rule) {
    return new IllegalArgumentException("%s: no rule '%s'".formatted(name, rule));
  }

  private static void add(List<RawInsn> insns, String text) {
    int times = text.indexOf(" x ");
    if (times < 0) {
      insns.addAll(InsnText.parse(text));
      return;
    }
    int count = Integer.parseInt(text.substring(0, times));
    for (int i = 0; i < count; i++) {
      insns.addAll(InsnText.parse(text.substring(times + 3)));
    }
  }
}
