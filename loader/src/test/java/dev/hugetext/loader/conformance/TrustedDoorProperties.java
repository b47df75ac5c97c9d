package dev.hugetext.loader.conformance;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.jit.JitOptions;
import dev.hugetext.loader.run.KernelSetup;
import dev.hugetext.loader.run.TestRunner.EmulatedEngine;
import dev.hugetext.verifier.VerifierOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever comes in by the trusted door, an outcome says what came of it. */
class TrustedDoorProperties {
  /** Numbers of helpers are below this. */
  private static final int HELPERS = 212;

  @Property(tries = 150)
  void anySlotsHaveAnOutcome(@ForAll long seed) {
    var random = new SplittableRandom(seed);
    EmulatedEngine engine = random.nextBoolean() ? EmulatedEngine.BPF : EmulatedEngine.X86;
    new ConformanceRun(
            KernelSetup.DEFAULT,
            VerifierOptions.DEFAULT,
            JitOptions.MEASURED_KERNEL,
            engine,
            10_000)
        .trusted(slots(random), new byte[32]);
  }

  private static List<RawInsn> slots(SplittableRandom random) {
    BpfOpcode[] rows = BpfOpcode.values();
    List<RawInsn> insns = new ArrayList<>();
    int count = random.nextInt(1, 30);
    for (int i = 0; i < count; i++) {
      BpfOpcode row = rows[random.nextInt(rows.length)];
      int imm =
          row == BpfOpcode.CALL_HELPER
              ? random.nextInt(1, HELPERS)
              : random.nextInt() >> random.nextInt(32);
      insns.add(
          row.insn(random.nextInt(11), random.nextInt(11), random.nextInt(-8, count - i + 1), imm));
    }
    insns.add(BpfOpcode.EXIT.insn(0, 0, 0, 0));
    return insns;
  }
}
