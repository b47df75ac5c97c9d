package dev.hugetext.x86.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class EncodingTest {
  private static void refuses(String notation, List<OperandKind> operands, String named) {
    var error =
        assertThrows(IllegalArgumentException.class, () -> Encoding.parse(notation, operands));
    String message = String.valueOf(error.getMessage());
    assertTrue(message.contains(named), message);
  }

  @Test
  void misspeltTokensAreNamed() {
    refuses("REX.W? 01 /9", List.of(), "/9");
    refuses("REX.W? 0x1 /r", List.of(), "0x1");
    refuses("B8+x iv", List.of(), "B8+x");
    refuses("B9+r iv", List.of(), "0xb9"); // the low bits are the register
  }

  @Test
  void operandWithoutPlaceIsNamed() {
    refuses("REX.W? 01 /0", List.of(OperandKind.RM, OperandKind.R), "R");
    refuses("E9 cd", List.of(OperandKind.REL8), "REL8");
  }

  @Test
  void partsAreRead() {
    Encoding encoding = Encoding.parse("LOCK? REX.W? 0F C0+w /r", List.of());
    assertEquals(Encoding.OpcodeMap.ESCAPE_0F, encoding.map());
    assertEquals(0xc0, encoding.opcode());
    assertEquals(Encoding.LowBits.WIDTH, encoding.lowBits());
    assertEquals(Encoding.ModRm.REG, encoding.modRm());
    assertTrue(encoding.lockable());
  }

  @Test
  void unknownOperandAndFlagAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> OperandKind.parse("r/m, r128"));
    assertThrows(IllegalArgumentException.class, () -> RflagsSet.parse("ozx"));
  }
}
