package dev.hugetext.bpf.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.bpf.GoldenFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BpfOpcodeTest {
  private static RawInsn slot(String line) {
    return RawInsn.parse(HexFormat.of().parseHex(line.substring(0, 16))).getFirst();
  }

  @Test
  void thePageIsCurrent() throws IOException {
    GoldenFile.assertMatches(Path.of("BPF-ISA.md"), IsaPage.text());
  }

  /** {@code reserved.py} asked the kernel which fields must be zero. */
  @Test
  void fieldsMustBeZeroWhereTheKernelSaysSo() throws IOException {
    for (String line : GoldenFile.lines("bpf/reserved.txt")) {
      RawInsn insn = slot(line);
      Optional<BpfOpcode> row = BpfOpcode.of(insn);
      boolean refused =
          row.map(found -> !found.reservedFieldsAreZero(insn)).orElse(!isAtomic(insn));
      assertEquals(line.endsWith(" reserved"), refused, line);
    }
  }

  /** A wrong operation of an atomic form is refused in other words. */
  private static boolean isAtomic(RawInsn insn) {
    return OpcodeIndex.rows(insn.opcode()).stream()
        .anyMatch(row -> row.operation() instanceof AtomicOp);
  }

  /**
   * The registry of RFC 9669's appendix, as {@code opcode src off imm group}: every entry is a row
   * of the same group, and every row with a section is an entry. The registry forgets the
   * sign-extending loads of section 5.2, and has no calls through registers.
   */
  @Test
  void theStandardsRegistryIsCovered() throws IOException {
    EnumSet<BpfOpcode> standard = EnumSet.noneOf(BpfOpcode.class);
    for (String line : GoldenFile.lines("bpf/rfc9669.txt")) {
      String[] words = line.split(" ", -1);
      BpfOpcode row = BpfOpcode.of(registryEntry(words)).orElseThrow();
      assertEquals(words[4], row.group().text(), line);
      standard.add(row);
    }
    for (BpfOpcode row : BpfOpcode.values()) {
      assertEquals(
          !row.rfcSection().equals("-"),
          standard.contains(row)
              || row.group() == InsnGroup.REFUSED
              || row.rfcSection().equals("5.2"),
          row.name());
    }
  }

  private static RawInsn registryEntry(String[] words) {
    return new RawInsn(
        Integer.decode(words[0]), 0, number(words[1]), (short) number(words[2]), number(words[3]));
  }

  private static int number(String word) {
    return word.equals("any") ? 0 : Integer.decode(word);
  }

  @Test
  void anInstructionOfARowIsOfThatRow() {
    for (BpfOpcode row : BpfOpcode.values()) {
      RawInsn insn = row.insn(0, 0, 0, 0);
      assertEquals(Optional.of(row), BpfOpcode.of(insn), row.name());
      assertTrue(row.reservedFieldsAreZero(insn), row.name());
    }
  }

  @Test
  void decodingAndEncodingAreInverse() throws IOException {
    for (String line : GoldenFile.lines("bpf/disassembly.txt")) {
      List<RawInsn> slots =
          RawInsn.parse(HexFormat.of().parseHex(line.substring(0, line.indexOf(' '))));
      Insn insn = Insn.decode(slots, 0);
      assertEquals(slots, insn.encode(), line);
      assertEquals(slots.size(), insn.slots(), line);
    }
    for (BpfOpcode row : BpfOpcode.values()) {
      if (row.slots() == 1) {
        RawInsn raw = row.insn(0, 0, 0, 0);
        Insn insn = Insn.decode(List.of(raw), 0);
        assertEquals(List.of(raw), insn.encode(), row.name());
      }
    }
  }

  @Test
  void whatIsNoInstructionIsSaidSo() {
    assertInvalid("unknown opcode ff", "ff00000000000000");
    assertInvalid("R12 is invalid", "b70c000000000000");
    assertInvalid("the second slot is missing", "1801000000000000");
    assertThrows(IllegalArgumentException.class, () -> RawInsn.parse(new byte[7]));
  }

  private static void assertInvalid(String reason, String hex) {
    RawInsn raw = slot(hex);
    assertEquals(new Insn.Invalid(raw, reason), Insn.decode(List.of(raw), 0));
  }
}
