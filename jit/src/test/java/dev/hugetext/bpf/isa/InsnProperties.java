package dev.hugetext.bpf.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class InsnProperties {
  /** Any slots decode and print, and encoding an instruction keeps its meaning. */
  @Property(tries = 5_000)
  void anySlotsDecodeAndPrint(@ForAll("slots") RawInsn first, @ForAll("slots") RawInsn second) {
    List<RawInsn> insns = List.of(first, second);
    Insn insn = Insn.decode(insns, 0);
    assertFalse(InsnPrinter.text(insns, 0).isEmpty());
    if (!(insn instanceof Insn.Invalid)) {
      assertEquals(insn, Insn.decode(insn.encode(), 0));
    }
  }

  /** Slots survive their bytes. */
  @Property
  void bytesAndSlotsAreInverse(@ForAll("slots") RawInsn first, @ForAll("slots") RawInsn second) {
    List<RawInsn> insns = List.of(first, second);
    assertEquals(insns, RawInsn.parse(RawInsn.toBytes(insns)));
  }

  @Provide
  Arbitrary<RawInsn> slots() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 255),
            Arbitraries.integers().between(0, 15),
            Arbitraries.integers().between(0, 15),
            Arbitraries.shorts(),
            Arbitraries.integers())
        .as(RawInsn::new);
  }
}
