package dev.hugetext.verifier.log;

import java.util.StringJoiner;

/** Sets of registers and slots in the kernel's notation: {@code r1,r2} and {@code -8,-16}. */
final class MaskText {
  private MaskText() {}

  static String registers(int mask) {
    StringJoiner out = new StringJoiner(",");
    addRegisters(out, mask);
    return out.toString();
  }

  static String slots(long mask) {
    StringJoiner out = new StringJoiner(",");
    addSlots(out, "", mask);
    return out.toString();
  }

  static String both(int registers, long slots) {
    StringJoiner out = new StringJoiner(",");
    addRegisters(out, registers);
    addSlots(out, "fp", slots);
    return out.toString();
  }

  private static void addRegisters(StringJoiner out, int mask) {
    for (int register = 0; register < Integer.SIZE; register++) {
      if ((mask >> register & 1) != 0) {
        out.add("r" + register);
      }
    }
  }

  private static void addSlots(StringJoiner out, String prefix, long mask) {
    for (int slot = 0; slot < Long.SIZE; slot++) {
      if ((mask >> slot & 1) != 0) {
        out.add(prefix + -8 * (slot + 1));
      }
    }
  }
}
