package dev.hugetext.jit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.RewrittenProgram.Function;
import dev.hugetext.x86.disasm.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The trusted door lets anything in: the compiler must know what it cannot compile. */
class AnySlotsProperties {

  /** Any slots are either compiled to instructions that the listing knows, or refused by name. */
  @Property(tries = 3000)
  void slotsAreCompiledOrRefused(@ForAll long seed) {
    List<RawInsn> insns = slots(new SplittableRandom(seed));
    try {
      JitImage image =
          JitCompiler.compile(
              RewrittenProgram.trusted(
                  List.of(new Function("prog", insns, 512, seed % 2 == 0, Map.of(), 0))),
              JitOptions.MEASURED_KERNEL);
      String listing = Listing.of(image.main().code(), 0);
      assertFalse(listing.contains("(bad)"), listing);
    } catch (JitException refusal) {
      assertTrue(refusal.getMessage().contains("insn " + refusal.insn()));
    }
  }

  private static List<RawInsn> slots(SplittableRandom random) {
    BpfOpcode[] rows = BpfOpcode.values();
    List<RawInsn> insns = new ArrayList<>();
    int count = random.nextInt(1, 12);
    for (int i = 0; i < count; i++) {
      int opcode =
          random.nextInt(30) == 0
              ? random.nextInt(256)
              : rows[random.nextInt(rows.length)].opcode();
      int registers = random.nextInt(20) == 0 ? 16 : 12;
      int off = random.nextInt(3) == 0 ? random.nextInt(-9, 65) : random.nextInt(-2, 3);
      insns.add(
          new RawInsn(
              opcode,
              random.nextInt(registers),
              random.nextInt(registers),
              (short) off,
              immediate(random)));
    }
    return insns;
  }

  private static int immediate(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt();
      case 1 -> List.of(16, 32, 64).get(random.nextInt(3));
      case 2 -> List.of(0xe1, 0xf1, 0x41, 0x51, 0xa1, 1, 0x100, 0x110).get(random.nextInt(8));
      default -> random.nextInt(-3, 4);
    };
  }
}
