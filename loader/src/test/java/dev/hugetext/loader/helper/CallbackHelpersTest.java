package dev.hugetext.loader.helper;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.Imm64Kind;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.jit.JitOptions;
import dev.hugetext.loader.LoadOutcome;
import dev.hugetext.loader.Loader;
import dev.hugetext.loader.context.TestInput;
import dev.hugetext.loader.run.EmulatedKernel;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.loader.run.LoadedProgram;
import dev.hugetext.loader.run.TestRunOutcome;
import dev.hugetext.loader.run.TestRunner;
import dev.hugetext.loader.run.TestRunner.EmulatedEngine;
import dev.hugetext.verifier.VerifierOptions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Functions that helpers call: their arguments, what ends the calls, and what survives them. */
class CallbackHelpersTest {
  /** How many slots behind the one that loads its address the callback begins: in both programs. */
  private static final int CALLBACK = 9;

  /** Adds its index to what its context points at; ends the loop at index 6. */
  private static final List<RawInsn> SUM_UP_TO_SIX =
      List.of(
          BpfOpcode.LDX_DW.insn(3, 2, 0, 0),
          BpfOpcode.ADD64_X.insn(3, 1, 0, 0),
          BpfOpcode.STX_DW.insn(2, 3, 0, 0),
          BpfOpcode.MOV64_K.insn(0, 0, 0, 0),
          BpfOpcode.JNE_K.insn(1, 0, 1, 6),
          BpfOpcode.MOV64_K.insn(0, 0, 0, 1),
          BpfOpcode.EXIT.insn(0, 0, 0, 0));

  @ParameterizedTest
  @EnumSource
  void loopEndsWhereTheCallbackSays(EmulatedEngine engine) {
    assertEquals(7 * 1000 + 21, loop(engine, 100)); // seven calls, 0 + 1 + … + 6
    assertEquals(4 * 1000 + 6, loop(engine, 4));
    assertEquals(0, loop(engine, 0));
  }

  /** Calls times 1000, and the sum. */
  private static int loop(EmulatedEngine engine, int times) {
    return run(
        engine,
        List.of(
            BpfOpcode.ST_DW.insn(10, 0, -8, 0),
            BpfOpcode.MOV64_K.insn(1, 0, 0, times),
            function(),
            second(),
            BpfOpcode.MOV64_X.insn(3, 10, 0, 0),
            BpfOpcode.ADD64_K.insn(3, 0, 0, -8),
            BpfOpcode.MOV64_K.insn(4, 0, 0, 0),
            BpfOpcode.CALL_HELPER.insn(0, 0, 0, HelperTable.LOOP.id()),
            BpfOpcode.MUL64_K.insn(0, 0, 0, 1000),
            BpfOpcode.LDX_DW.insn(1, 10, -8, 0),
            BpfOpcode.ADD64_X.insn(0, 1, 0, 0),
            BpfOpcode.EXIT.insn(0, 0, 0, 0)),
        SUM_UP_TO_SIX);
  }

  /** Adds key and value of each element to what the context points at. */
  private static final List<RawInsn> SUM_OF_ELEMENTS =
      List.of(
          BpfOpcode.LDX_W.insn(1, 2, 0, 0),
          BpfOpcode.LDX_W.insn(5, 3, 0, 0),
          BpfOpcode.ADD64_X.insn(1, 5, 0, 0),
          BpfOpcode.LDX_DW.insn(5, 4, 0, 0),
          BpfOpcode.ADD64_X.insn(5, 1, 0, 0),
          BpfOpcode.STX_DW.insn(4, 5, 0, 0),
          BpfOpcode.MOV64_K.insn(0, 0, 0, 0),
          BpfOpcode.EXIT.insn(0, 0, 0, 0));

  @ParameterizedTest
  @EnumSource
  void everyElementIsVisited(EmulatedEngine engine) {
    int result =
        run(
            engine,
            List.of(
                BpfOpcode.ST_DW.insn(10, 0, -8, 0),
                wide(1, Imm64Kind.MAP, 0),
                second(),
                function(),
                second(),
                BpfOpcode.MOV64_X.insn(3, 10, 0, 0),
                BpfOpcode.ADD64_K.insn(3, 0, 0, -8),
                BpfOpcode.MOV64_K.insn(4, 0, 0, 0),
                BpfOpcode.CALL_HELPER.insn(0, 0, 0, HelperTable.FOR_EACH_MAP_ELEM.id()),
                BpfOpcode.MUL64_K.insn(0, 0, 0, 1000),
                BpfOpcode.LDX_DW.insn(1, 10, -8, 0),
                BpfOpcode.ADD64_X.insn(0, 1, 0, 0),
                BpfOpcode.EXIT.insn(0, 0, 0, 0)),
            SUM_OF_ELEMENTS);
    assertEquals(5 * 1000 + 10 + 7, result); // keys 0 to 4, and the one value
  }

  private static RawInsn wide(int register, Imm64Kind kind, int low) {
    RawInsn plain = BpfOpcode.LD_IMM64.insn(register, 0, 0, low);
    return new RawInsn(plain.opcode(), register, kind.ordinal(), (short) 0, low);
  }

  private static RawInsn second() {
    return new RawInsn(0, 0, 0, (short) 0, 0);
  }

  /** Loads the address of the function behind the main one into R2. */
  private static RawInsn function() {
    return wide(2, Imm64Kind.FUNC, CALLBACK);
  }

  private static int run(EmulatedEngine engine, List<RawInsn> main, List<RawInsn> callback) {
    List<RawInsn> all = Stream.concat(main.stream(), callback.stream()).toList();
    MapDef array =
        new MapDef("array", MapType.ARRAY, 4, 4, 5, 0, new byte[] {7, 0, 0, 0}, false, 0);
    try (EmulatedKernel kernel = EmulatedKernel.boot(KernelSetup.DEFAULT)) {
      var loader = new Loader(kernel, VerifierOptions.DEFAULT, JitOptions.MEASURED_KERNEL);
      RewrittenProgram rewritten = RewrittenProgram.trusted("main", all);
      LoadOutcome outcome =
          loader.loadTrusted("main", ProgramType.SOCKET_FILTER, rewritten, List.of(array));
      if (!(outcome instanceof LoadOutcome.Loaded(LoadedProgram program, _))) {
        throw new AssertionError(outcome);
      }
      TestRunOutcome result =
          new TestRunner(kernel).run(program, TestInput.ofPacket(new byte[64]), 1, engine, 0);
      if (!(result instanceof TestRunOutcome.Done done)) {
        throw new AssertionError(result);
      }
      return done.retval();
    }
  }
}
