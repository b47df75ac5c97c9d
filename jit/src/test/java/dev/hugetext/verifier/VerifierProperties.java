package dev.hugetext.verifier;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.verifier.budget.Limits;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class VerifierProperties {
  private static final List<MapDef> MAPS =
      List.of(
          MapDef.of("array", MapType.ARRAY, 4, 16, 1), MapDef.of("hash", MapType.HASH, 8, 8, 4));

  /** Slots with mostly sensible fields. */
  @Provide
  Arbitrary<List<RawInsn>> programs() {
    Arbitrary<Integer> opcodes =
        Arbitraries.oneOf(
            Arbitraries.of(BpfOpcode.values()).map(BpfOpcode::opcode),
            Arbitraries.integers().between(0, 255));
    Arbitrary<Integer> registers = Arbitraries.integers().between(0, 15);
    Arbitrary<Short> offsets =
        Arbitraries.oneOf(
            Arbitraries.shorts().between((short) -4, (short) 4), Arbitraries.shorts());
    Arbitrary<Integer> constants =
        Arbitraries.oneOf(Arbitraries.integers().between(-8, 64), Arbitraries.integers());
    Arbitrary<RawInsn> slots =
        Combinators.combine(opcodes, registers, registers, offsets, constants).as(RawInsn::new);
    RawInsn exit = BpfOpcode.EXIT.insn(0, 0, 0, 0);
    RawInsn zero = BpfOpcode.MOV64_K.insn(0, 0, 0, 0);
    return Arbitraries.oneOf(slots, Arbitraries.of(exit, zero)).list().ofMaxSize(12);
  }

  /** Whatever the slots, there is a verdict, and no exception. */
  @Property(tries = 20_000)
  void everyProgramGetsAVerdict(
      @ForAll("programs") List<RawInsn> insns,
      @ForAll ProgramType type,
      @ForAll boolean privileged) {
    VerifierOptions options = new VerifierOptions(privileged, 2, 2, new Limits(2_000, 64));
    BpfProgram program = BpfProgram.of("any", type, insns).withMaps(MAPS);
    assertNotNull(Verifier.verify(program, options));
    assertNotNull(
        Verifier.verify(BpfProgram.of("any", ProgramType.XDP, insns).withMaps(MAPS), options));
  }
}
