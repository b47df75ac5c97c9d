package dev.hugetext.loader.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.jit.JitOptions;
import dev.hugetext.loader.LoadOutcome;
import dev.hugetext.loader.Loader;
import dev.hugetext.loader.context.TestInput;
import dev.hugetext.loader.map.ProgArray;
import dev.hugetext.loader.run.TestRunner.EmulatedEngine;
import dev.hugetext.verifier.VerifierOptions;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tail calls through a slot that the program names, whose code follows the slot; private stacks.
 */
class CompiledFormsTest {
  private static final MapDef ARRAY = MapDef.of("programs", MapType.PROG_ARRAY, 4, 4, 3);
  private static final MapDef COUNTER = MapDef.of("count", MapType.ARRAY, 4, 8, 1);
  private static final byte[] SLOT_1 = {1, 0, 0, 0};
  private static final int FUEL = 100_000;

  private static BpfProgram caller(List<MapDef> maps, Code before) {
    before.map(2, 0).add(BpfOpcode.MOV64_K, 3, 0, 0, 1);
    before.add(BpfOpcode.CALL_HELPER, 0, 0, 0, HelperTable.TAIL_CALL.id());
    List<RawInsn> insns = before.add(BpfOpcode.MOV64_K, 0, 0, 0, 3).exit();
    return BpfProgram.of("caller", ProgramType.XDP, insns).withMaps(maps);
  }

  private static LoadedProgram load(Loader loader, BpfProgram program) {
    if (loader.load(program) instanceof LoadOutcome.Loaded(var loaded, var _)) {
      return loaded;
    }
    throw new AssertionError(program.name() + " was not loaded");
  }

  private static long run(EmulatedKernel kernel, LoadedProgram program, EmulatedEngine engine) {
    var input = TestInput.ofPacket(new byte[64]);
    return switch (new DirectRun(kernel, FUEL).onContext(program, input, engine)) {
      case DirectRun.Outcome.Returned(long r0) -> r0;
      case DirectRun.Outcome.Refused(String why) -> throw new AssertionError(why);
      case DirectRun.Outcome.Faulted(String what) -> throw new AssertionError(what);
    };
  }

  @ParameterizedTest
  @EnumSource(EmulatedEngine.class)
  void codeFollowsTheSlot(EmulatedEngine engine) {
    try (EmulatedKernel kernel = EmulatedKernel.boot(KernelSetup.DEFAULT)) {
      var loader = new Loader(kernel, VerifierOptions.DEFAULT, JitOptions.MEASURED_KERNEL);
      LoadedProgram caller = load(loader, caller(List.of(ARRAY), new Code()));
      assertFalse(caller.functions().getFirst().function().tailCallSites().isEmpty());
      BpfProgram target =
          BpfProgram.of(
              "target", ProgramType.XDP, new Code().add(BpfOpcode.MOV64_K, 0, 0, 0, 7).exit());
      LoadedProgram callee = load(loader, target);
      var array = (ProgArray) caller.maps().getFirst();
      assertEquals(3, run(kernel, caller, engine));
      assertEquals(0, array.put(SLOT_1, callee, 0));
      assertEquals(7, run(kernel, caller, engine));
      LoadedProgram late = load(loader, caller(List.of(ARRAY), new Code())); // the slot is filled
      assertEquals(7, run(kernel, late, engine));
      assertEquals(0, array.delete(SLOT_1, 0));
      assertEquals(3, run(kernel, caller, engine));
      assertEquals(3, run(kernel, late, engine));
    }
  }

  /** A program that calls itself runs 34 times: once, and 33 tail calls (measured on 6.18). */
  @ParameterizedTest
  @EnumSource(EmulatedEngine.class)
  void thirtyThreeInARow(EmulatedEngine engine) {
    try (EmulatedKernel kernel = EmulatedKernel.boot(KernelSetup.DEFAULT)) {
      var loader = new Loader(kernel, VerifierOptions.DEFAULT, JitOptions.MEASURED_KERNEL);
      BpfProgram program = caller(List.of(ARRAY, COUNTER), counting());
      LoadedProgram caller = load(loader, program);
      var array = (ProgArray) caller.maps().getFirst();
      assertEquals(0, array.put(SLOT_1, caller, 0));
      assertEquals(3, run(kernel, caller, engine));
      long value = caller.maps().get(1).valueAddress(0);
      assertEquals(34, kernel.memory().memory().getLong(value));
    }
  }

  private static Code counting() {
    Code code = new Code().add(BpfOpcode.MOV64_X, 6, 1, 0, 0).add(BpfOpcode.ST_W, 10, 0, -4, 0);
    code.add(BpfOpcode.MOV64_X, 2, 10, 0, 0).add(BpfOpcode.ADD64_K, 2, 0, 0, -4).map(1, 1);
    code.add(BpfOpcode.CALL_HELPER, 0, 0, 0, HelperTable.MAP_LOOKUP_ELEM.id());
    code.add(BpfOpcode.JEQ_K, 0, 0, 2, 0).add(BpfOpcode.MOV64_K, 1, 0, 0, 1);
    code.add(BpfOpcode.ATOMIC_ADD_DW, 0, 1, 0, 0);
    return code.add(BpfOpcode.MOV64_X, 1, 6, 0, 0);
  }

  /** Stack in per-CPU memory: two functions, each with its own. */
  @ParameterizedTest
  @EnumSource(EmulatedEngine.class)
  void privateStacksHoldWhatIsStored(EmulatedEngine engine) {
    Code code = new Code().add(BpfOpcode.ST_DW, 10, 0, -80, 5).add(BpfOpcode.MOV64_X, 1, 10, 0, 0);
    code.add(BpfOpcode.ADD64_K, 1, 0, 0, -80).add(BpfOpcode.CALL_BPF, 0, 0, 0, 3);
    code.add(BpfOpcode.LDX_DW, 1, 10, -80, 0).add(BpfOpcode.ADD64_X, 0, 1, 0, 0);
    code.add(BpfOpcode.EXIT, 0, 0, 0, 0).add(BpfOpcode.ST_DW, 1, 0, 0, 30);
    code.add(BpfOpcode.ST_DW, 10, 0, -72, 12).add(BpfOpcode.LDX_DW, 0, 10, -72, 0);
    try (EmulatedKernel kernel = EmulatedKernel.boot(KernelSetup.DEFAULT)) {
      var loader = new Loader(kernel, VerifierOptions.DEFAULT, JitOptions.MEASURED_KERNEL);
      LoadedProgram program =
          load(loader, BpfProgram.of("stacks", ProgramType.RAW_TRACEPOINT, code.exit()));
      assertEquals(
          List.of(true, true),
          program.rewritten().functions().stream().map(f -> f.privateStack()).toList());
      var outcome = new DirectRun(kernel, FUEL).onMemory(program, new byte[96], engine);
      assertEquals(new DirectRun.Outcome.Returned(42), outcome);
    }
  }
}
