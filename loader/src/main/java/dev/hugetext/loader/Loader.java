package dev.hugetext.loader;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFunction;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.jit.JitOptions;
import dev.hugetext.loader.context.TestTarget;
import dev.hugetext.loader.helper.HelperBodies;
import dev.hugetext.loader.helper.KernelFunctions;
import dev.hugetext.loader.map.BpfMap;
import dev.hugetext.loader.map.MapCreation;
import dev.hugetext.loader.map.ProgArray;
import dev.hugetext.loader.run.EmulatedKernel;
import dev.hugetext.loader.run.PlacementOutcome;
import dev.hugetext.loader.run.ProgramPlacer;
import dev.hugetext.loader.run.ProgramSource;
import dev.hugetext.verifier.Verdict;
import dev.hugetext.verifier.VerifiedProgram;
import dev.hugetext.verifier.Verifier;
import dev.hugetext.verifier.VerifierOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The way of a program into an emulated kernel: verify, create its maps, compile, place.
 *
 * <p>Maps with the same definition under the same name are one map in all programs that one loader
 * loads, as they are for the programs of one object.
 */
public final class Loader {
  private final EmulatedKernel kernel;
  private final VerifierOptions verifierOptions;
  private final ProgramPlacer placer;
  private final MapPool maps;

  /** Loads into {@code kernel}. */
  public Loader(EmulatedKernel kernel, VerifierOptions verifierOptions, JitOptions jitOptions) {
    this.kernel = kernel;
    this.verifierOptions = verifierOptions;
    placer = new ProgramPlacer(kernel, jitOptions);
    maps = new MapPool(kernel);
  }

  /**
   * Loads a program by the front door: only what the verifier accepts. A rejection always has a
   * log; without one asked for, the program is verified again to get it, since logs cost time.
   */
  public LoadOutcome load(BpfProgram program) {
    Verdict verdict = Verifier.verify(program, verifierOptions);
    if (verdict instanceof Verdict.Rejected && verifierOptions.logLevel() == 0) {
      verdict = Verifier.verify(program, verifierOptions.withLogLevel(1));
    }
    return switch (verdict) {
      case Verdict.Rejected rejected -> new LoadOutcome.Rejected(rejected);
      case Verdict.Accepted accepted -> {
        VerifiedProgram verified = accepted.program();
        yield place(program, verified.rewritten(), Optional.of(accepted));
      }
    };
  }

  /**
   * Loads instructions that the caller vouches for: already rewritten, verified by nobody.
   *
   * @param defs the maps that the instructions name
   */
  public LoadOutcome loadTrusted(
      String name, ProgramType type, RewrittenProgram rewritten, List<MapDef> defs) {
    var program = BpfProgram.of(name, type, List.of()).withMaps(defs);
    return place(program, rewritten, Optional.empty());
  }

  private LoadOutcome place(
      BpfProgram program, RewrittenProgram rewritten, Optional<Verdict.Accepted> accepted) {
    Optional<String> missing = missingHelper(rewritten);
    if (missing.isPresent()) {
      return new LoadOutcome.Unsupported("helper " + missing.get() + " cannot run here");
    }
    List<BpfMap> created = new ArrayList<>();
    for (MapDef def : program.maps()) {
      switch (maps.get(def)) {
        case MapCreation.Created(BpfMap map) -> created.add(map);
        case MapCreation.Refused refused -> {
          return new LoadOutcome.MapRefused(def, refused.errno(), refused.reason());
        }
      }
    }
    for (BpfMap map : created) {
      if (map instanceof ProgArray array && !array.admit(program.type())) {
        return new LoadOutcome.NoPlace(
            Errno.EINVAL,
            "program array '%s' belongs to programs of another type".formatted(map.def().name()));
      }
    }
    int contextBytes = accepted.map(verdict -> verdict.program().contextBytes()).orElse(0);
    var target = new TestTarget(program.type(), program.attach(), contextBytes);
    var source = new ProgramSource(program.name(), target, rewritten, created);
    return switch (placer.place(source)) {
      case PlacementOutcome.Placed(var loaded) -> new LoadOutcome.Loaded(loaded, accepted);
      case PlacementOutcome.Refused(var errno, var reason) ->
          new LoadOutcome.NoPlace(errno, reason);
    };
  }

  /**
   * Creates maps, as far as they are not there yet.
   *
   * @return the first refusal, after which no more are made; empty where all are in place
   */
  public Optional<LoadOutcome> createMaps(List<MapDef> defs) {
    for (MapDef def : defs) {
      if (maps.get(def) instanceof MapCreation.Refused(var errno, var reason)) {
        return Optional.of(new LoadOutcome.MapRefused(def, errno, reason));
      }
    }
    return Optional.empty();
  }

  /** The maps made so far that have a name. */
  public List<BpfMap> maps() {
    return maps.all();
  }

  /**
   * Stores what the maps made so far are to hold by name: programs, which are loaded for that, and
   * other maps. What these hold in turn is stored too. Elements that are there already stay.
   *
   * @param programs those of the object that named them
   * @param defs its maps
   * @return the first failure; empty where all is in place
   */
  public Optional<LoadOutcome> fillSlots(List<BpfProgram> programs, List<MapDef> defs) {
    return new SlotFiller(this, maps, programs, defs).fill();
  }

  /** The first helper called that has no body. */
  private static Optional<String> missingHelper(RewrittenProgram rewritten) {
    for (RewrittenProgram.Function function : rewritten.functions()) {
      for (Symbol symbol : function.references().values()) {
        if (symbol instanceof Symbol.Kernel(String name) && isMissing(name)) {
          return Optional.of(name);
        }
        if (symbol instanceof Symbol.Helper(int id)) {
          Optional<HelperTable> row = HelperTable.of(id);
          if (row.isEmpty() || !HelperBodies.exists(row.get())) {
            return Optional.of(row.map(HelperTable::kernelName).orElse("number " + id));
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Functions that rewriting puts in place of helpers. */
  private static boolean isMissing(String function) {
    return Arrays.stream(MapFunction.values()).anyMatch(f -> f.kernelName().equals(function))
        && !KernelFunctions.names().contains(function);
  }

  /** The kernel that is loaded into. */
  public EmulatedKernel kernel() {
    return kernel;
  }
}
