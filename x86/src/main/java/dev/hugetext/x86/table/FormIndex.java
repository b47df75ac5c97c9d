package dev.hugetext.x86.table;

import dev.hugetext.x86.table.Encoding.OpcodeMap;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the row of given bytes; derived from the rows' encodings. What tells forms apart is: the
 * set of mandatory prefixes, the opcode map, the opcode byte and the ModRM byte.
 */
public final class FormIndex {
  private static final int MAPS = OpcodeMap.values().length;
  private static final int BYTES = 256;
  private static final int REG_FIELDS = 8;

  private static final FormIndex OF_ALL_FORMS = new FormIndex(encodings());

  /**
   * Rows by {@code [prefix set * maps + map][opcode]}; the last index is 0 where ModRM says
   * nothing, ModRM.reg where the array has eight elements, else ModRM.
   */
  private final @Nullable Form[] @Nullable [] @Nullable [] rows;

  /**
   * Derives the index.
   *
   * @throws IllegalStateException naming both rows, if two claim the same bytes
   */
  FormIndex(Map<Form, Encoding> encodings) {
    rows = new @Nullable Form[Encoding.PREFIX_SETS * MAPS][][];
    encodings.forEach(this::claim);
    for (@Nullable Form[] @Nullable [] table : rows) {
      if (table != null) {
        compact(table);
      }
    }
  }

  /** The index of all rows of {@link Form}. */
  public static FormIndex ofAllForms() {
    return OF_ALL_FORMS;
  }

  private static Map<Form, Encoding> encodings() {
    Map<Form, Encoding> map = new EnumMap<>(Form.class);
    for (Form form : Form.values()) {
      map.put(form, form.encoding());
    }
    return map;
  }

  /**
   * The row of these bytes, or null.
   *
   * @param prefixes the set of mandatory prefixes found, of {@link Encoding}'s PREFIX_ bits
   * @param opcode the opcode byte, 0..255
   * @param modRm the byte behind it, 0..255; any value where there is none
   */
  public @Nullable Form find(int prefixes, OpcodeMap map, int opcode, int modRm) {
    @Nullable Form[] @Nullable [] table = rows[tableOf(prefixes, map)];
    if (table == null) {
      return null;
    }
    @Nullable Form[] slot = table[opcode];
    if (slot == null) {
      return null;
    }
    return switch (slot.length) {
      case 1 -> slot[0];
      case REG_FIELDS -> slot[modRm >> 3 & 7];
      default -> slot[modRm];
    };
  }

  private static int tableOf(int prefixes, OpcodeMap map) {
    return prefixes * MAPS + map.ordinal();
  }

  private void claim(Form form, Encoding encoding) {
    int number = tableOf(encoding.prefixes(), encoding.map());
    @Nullable Form[] @Nullable [] table = rows[number];
    if (table == null) {
      table = new @Nullable Form[BYTES][];
      rows[number] = table;
    }
    for (int low = 0; low < encoding.lowBits().opcodes(); low++) {
      int opcode = encoding.opcode() + low;
      @Nullable Form[] slot = table[opcode];
      if (slot == null) {
        slot = new @Nullable Form[BYTES];
        table[opcode] = slot;
      }
      claim(slot, form, encoding);
    }
  }

  private static void claim(@Nullable Form[] slot, Form form, Encoding encoding) {
    for (int modRm = 0; modRm < BYTES; modRm++) {
      boolean mine =
          switch (encoding.modRm()) {
            case NONE, REG -> true;
            case DIGIT -> (modRm >> 3 & 7) == encoding.modRmValue();
            case FIXED -> modRm == encoding.modRmValue();
          };
      Form other = slot[modRm];
      if (mine && other != null) {
        throw new IllegalStateException(
            "ambiguous: %s and %s both claim \"%s\"".formatted(other, form, encoding.notation()));
      }
      if (mine) {
        slot[modRm] = form;
      }
    }
  }

  private static void compact(@Nullable Form[] @Nullable [] table) {
    for (int opcode = 0; opcode < BYTES; opcode++) {
      @Nullable Form[] slot = table[opcode];
      if (slot != null) {
        table[opcode] = compacted(slot);
      }
    }
  }

  private static @Nullable Form[] compacted(@Nullable Form[] slot) {
    var byReg = new @Nullable Form[REG_FIELDS];
    boolean one = true;
    for (int modRm = 0; modRm < BYTES; modRm++) {
      int reg = modRm >> 3 & 7;
      if (modRm >> 6 == 0 && (modRm & 7) == 0) {
        byReg[reg] = slot[modRm];
      }
      one &= slot[modRm] == slot[0];
    }
    if (one) {
      return new @Nullable Form[] {slot[0]};
    }
    for (int modRm = 0; modRm < BYTES; modRm++) {
      if (slot[modRm] != byReg[modRm >> 3 & 7]) {
        return slot;
      }
    }
    return byReg;
  }
}
