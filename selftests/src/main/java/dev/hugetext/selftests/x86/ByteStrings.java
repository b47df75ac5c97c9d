package dev.hugetext.selftests.x86;

import dev.hugetext.x86.asm.Assembler;
import dev.hugetext.x86.asm.RandomInstructions;
import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.table.LegacyPrefix;
import java.util.random.RandomGenerator;

/**
 * Random strings of 1 to 40 bytes in one array: random ones, such with prefixes before them, and
 * legal instructions with flipped bits.
 */
final class ByteStrings {
  private static final int LONGEST = 40;
  private static final LegacyPrefix[] PREFIXES = LegacyPrefix.values();

  private final RandomGenerator random;
  private final RandomInstructions legal;
  private final byte[] bytes = new byte[LONGEST];
  private int length;

  ByteStrings(RandomGenerator random) {
    this.random = random;
    this.legal = new RandomInstructions(random);
  }

  /** The bytes; those behind {@link #length} are other ones. */
  byte[] bytes() {
    return bytes;
  }

  /** How many of the bytes belong to the string. */
  int length() {
    return length;
  }

  /** Makes the next string. */
  void next() {
    random.nextBytes(bytes);
    length = random.nextInt(8) == 0 ? 1 + random.nextInt(LONGEST) : LONGEST;
    switch (random.nextInt(8)) {
      case 0 -> putPrefixes(1 + random.nextInt(3));
      case 1 -> putPrefixes(random.nextInt(Instruction.MAX_LENGTH + 2));
      case 2 -> putInstruction(0);
      case 3 -> putInstruction(putPrefixes(random.nextInt(3)));
      default -> {} // as they are
    }
  }

  private int putPrefixes(int count) {
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) PREFIXES[random.nextInt(PREFIXES.length)].code();
    }
    return count;
  }

  private void putInstruction(int at) {
    byte[] code = new Assembler().emit(legal.next()).toBytes();
    System.arraycopy(code, 0, bytes, at, code.length);
    if (random.nextBoolean()) {
      bytes[at + random.nextInt(code.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    }
  }
}
