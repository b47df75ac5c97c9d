package dev.hugetext.x86.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.x86.table.Encoding.OpcodeMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormIndexTest {
  @Test
  void twoRowsWithTheSameBytesAreRefusedByName() {
    Map<Form, Encoding> planted =
        Map.of(Form.NOT_RM, Form.NEG_RM.encoding(), Form.NEG_RM, Form.NEG_RM.encoding());
    var error = assertThrows(IllegalStateException.class, () -> new FormIndex(planted));
    String message = String.valueOf(error.getMessage());
    assertTrue(message.contains("NOT_RM"), message);
    assertTrue(message.contains("NEG_RM"), message);
  }

  @Test
  void digitAndRegisterFormsOfOneOpcodeAreRefused() {
    Map<Form, Encoding> planted =
        Map.of(
            Form.NOT_RM, Form.NOT_RM.encoding(), Form.MOV_RM_R, Encoding.parse("F7 /r", List.of()));
    assertThrows(IllegalStateException.class, () -> new FormIndex(planted));
  }

  @Test
  void digitChoosesTheRow() {
    FormIndex index = FormIndex.ofAllForms();
    assertEquals(Form.NEG_RM, index.find(0, OpcodeMap.ONE_BYTE, 0xf7, 0xd8));
    assertEquals(Form.NOT_RM, index.find(0, OpcodeMap.ONE_BYTE, 0xf7, 0xd0));
    assertNull(index.find(0, OpcodeMap.ONE_BYTE, 0xf7, 0xc8)); // /1 is reserved
  }

  @Test
  void mandatoryPrefixChoosesTheRow() {
    FormIndex index = FormIndex.ofAllForms();
    assertEquals(Form.ENDBR64, index.find(Encoding.PREFIX_F3, OpcodeMap.ESCAPE_0F, 0x1e, 0xfa));
    assertNull(index.find(0, OpcodeMap.ESCAPE_0F, 0x1e, 0xfa));
  }
}
