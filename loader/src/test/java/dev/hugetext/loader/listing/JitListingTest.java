package dev.hugetext.loader.listing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.jit.JitCompiler;
import dev.hugetext.jit.JitImage;
import dev.hugetext.jit.JitOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JitListingTest {

  private static final RawInsn WIDE = new RawInsn(0, 0, 0, (short) 0, 0);

  /** The text is that of GNU objdump 2.40 for the same bytes, names apart. */
  @Test
  void addressesOutsideAreNamedAndJumpsInsideAreOffsets() {
    JitImage image =
        compile(
            List.of(
                BpfOpcode.LD_MAP.insn(1, 0, 0, 2),
                WIDE,
                BpfOpcode.CALL_HELPER.insn(0, 0, 0, 7),
                BpfOpcode.JEQ_K.insn(0, 0, 1, 5),
                BpfOpcode.MOV64_K.insn(0, 0, 0, 0),
                BpfOpcode.EXIT.insn(0, 0, 0, 0)));
    Map<Symbol, Long> addresses =
        Map.of(
            new Symbol.MapPointer(2), 0xffff_8881_0000_0040L,
            new Symbol.Helper(7), 0xffff_ffff_8100_0200L,
            new Symbol.Kernel("__x86_return_thunk"), 0xffff_ffff_8200_0000L);
    List<String> text =
        JitListing.of(image, 0, 0xffff_ffff_8100_0000L, addresses::get).stream()
            .map(JitListing.Line::toString)
            .toList();
    assertEquals(
        """
           0:\tnopl   0x0(%rax,%rax,1)
           5:\tnopl   (%rax)
           8:\tpush   %rbp
           9:\tmov    %rsp,%rbp
           c:\tmovabs $0xffff888100000040,%rdi <map[2]>
          16:\tcall   0xffffffff81000200 <bpf_get_prandom_u32>
          1b:\tcmp    $0x5,%rax
          1f:\tje     0x23
          21:\txor    %eax,%eax
          23:\tleave
          24:\tjmp    0xffffffff82000000 <__x86_return_thunk>\
        """,
        String.join("\n", text));
  }

  @Test
  void linesKnowTheirSlot() {
    JitImage image =
        compile(List.of(BpfOpcode.MOV64_K.insn(0, 0, 0, 1), BpfOpcode.EXIT.insn(0, 0, 0, 0)));
    List<Integer> slots = JitListing.of(image, 0).stream().map(JitListing.Line::slot).toList();
    assertEquals(List.of(-1, -1, -1, -1, 0, 1, 1), slots);
  }

  /** Whatever the compiler emits, the listing knows: no byte is bad, and none is left out. */
  private static JitImage compile(List<RawInsn> insns) {
    return JitCompiler.compile(RewrittenProgram.trusted("prog", insns), JitOptions.MEASURED_KERNEL);
  }
}
