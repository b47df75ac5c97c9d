package dev.hugetext.x86.host;

import dev.hugetext.x86.asm.Assembler;
import dev.hugetext.x86.decode.Decoded;
import dev.hugetext.x86.decode.Decoder;
import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.table.LegacyPrefix;
import dev.hugetext.x86.table.Rex;
import java.util.random.RandomGenerator;

/**
 * Puts prefixes before instructions that say nothing there, or so the decoder says: whether the
 * host's CPU agrees is what a trial finds out.
 */
final class NeedlessPrefixes {
  private static final LegacyPrefix[] PREFIXES = LegacyPrefix.values();
  private static final int MOST = 3;

  private final RandomGenerator random;
  private final Decoder decoder = new Decoder();

  NeedlessPrefixes(RandomGenerator random) {
    this.random = random;
  }

  /** The same instruction behind random prefixes, or as it was if the draw made another one. */
  Instruction before(Instruction insn) {
    byte[] code = new Assembler().emit(insn).toBytes();
    var out = new Assembler();
    for (int left = random.nextInt(MOST + 1); left > 0; left--) {
      out.bytes((byte) PREFIXES[random.nextInt(PREFIXES.length)].code());
    }
    if (random.nextBoolean()) {
      out.bytes((byte) (Rex.PREFIX | random.nextInt(16)));
    }
    byte[] prefixed = out.bytes(code).toBytes();
    return decoder.decode(prefixed, 0, prefixed.length) instanceof Decoded.Ok(var decoded)
            && decoded.form() == insn.form()
            && decoded.width() == insn.width()
        ? decoded
        : insn;
  }
}
