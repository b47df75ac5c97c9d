package dev.hugetext.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PlacementProperties {

  /** The code starts in the first chunk, behind the header, and ends inside the allocation. */
  @Property(tries = 300)
  void codeLiesInsideItsAllocation(@ForAll @IntRange(max = 300) int moves, @ForAll long seed) {
    JitFunction function = function(moves);
    Placement placement = Placement.of(function, new SplittableRandom(seed));
    assertEquals(0, placement.size() % Placement.CHUNK_BYTES);
    assertEquals(0, placement.codeOffset() % 4);
    assertTrue(placement.codeOffset() >= Placement.HEADER_BYTES);
    assertTrue(placement.codeOffset() < Placement.CHUNK_BYTES);
    assertTrue(placement.codeOffset() + function.length() <= placement.size());
    assertTrue(placement.size() < function.length() + 2 * Placement.CHUNK_BYTES);
  }

  private static JitFunction function(int moves) {
    List<RawInsn> insns =
        new ArrayList<>(Collections.nCopies(moves, BpfOpcode.MOV64_K.insn(0, 0, 0, 1)));
    insns.add(BpfOpcode.EXIT.insn(0, 0, 0, 0));
    return JitCompiler.compile(RewrittenProgram.trusted("prog", insns), JitOptions.MEASURED_KERNEL)
        .main();
  }
}
