package dev.hugetext.x86.disasm;

import dev.hugetext.x86.asm.Assembler;
import dev.hugetext.x86.asm.RandomInstructions;
import dev.hugetext.x86.decode.Decoded;
import dev.hugetext.x86.decode.Decoder;
import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.table.LegacyPrefix;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Writes random instructions for a comparison with other disassemblers: {@code SEED COUNT PREFIX}
 * makes {@code PREFIX.bin} and {@code PREFIX.txt} (address, bytes, AT&amp;T, Intel). Used by {@code
 * golden/x86/check-random.sh}.
 *
 * <p>A third of them are legal instructions of the table, a third such with prefixes put before and
 * bits flipped, a third random bytes; of the latter two those that the decoder accepts.
 */
final class RandomListing {
  private static final LegacyPrefix[] PREFIXES = LegacyPrefix.values();

  private final SplittableRandom random;
  private final RandomInstructions source;
  private final Decoder decoder = new Decoder();

  private RandomListing(long seed) {
    random = new SplittableRandom(seed);
    source = new RandomInstructions(random);
  }

  public static void main(String[] args) throws IOException {
    var listing = new RandomListing(Long.parseLong(args[0]));
    try (var out = new PrintStream(args[2] + ".txt", StandardCharsets.US_ASCII)) {
      byte[] code = listing.write(Integer.parseInt(args[1]), out);
      Files.write(Path.of(args[2] + ".bin"), code);
    }
  }

  private byte[] write(int count, PrintStream out) {
    var code = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      byte[] bytes = next(i % 3);
      Instruction insn = decoded(bytes);
      while (insn == null) {
        bytes = next(i % 3);
        insn = decoded(bytes);
      }
      long address = code.size();
      code.write(bytes, 0, insn.length());
      out.printf(
          "%x\t%s\t%s\t%s%n",
          address,
          HexFormat.of().formatHex(bytes, 0, insn.length()),
          Listing.line(insn, address),
          Listing.line(insn, address, Syntax.INTEL));
    }
    return code.toByteArray();
  }

  private @Nullable Instruction decoded(byte[] bytes) {
    return decoder.decode(bytes, 0, bytes.length) instanceof Decoded.Ok(var insn) ? insn : null;
  }

  private byte[] next(int kind) {
    if (kind == 2) {
      byte[] bytes = new byte[Instruction.MAX_LENGTH];
      random.nextBytes(bytes);
      return bytes;
    }
    byte[] legal = new Assembler().emit(source.next()).toBytes();
    return kind == 0 ? legal : changed(legal);
  }

  private byte[] changed(byte[] legal) {
    int before = random.nextInt(3);
    byte[] bytes = Arrays.copyOf(legal, before + legal.length + Instruction.MAX_LENGTH);
    System.arraycopy(legal, 0, bytes, before, legal.length);
    for (int i = 0; i < before; i++) {
      boolean rex = i == before - 1 && random.nextInt(4) == 0;
      int prefix = PREFIXES[random.nextInt(PREFIXES.length)].code();
      bytes[i] = (byte) (rex ? 0x40 + random.nextInt(16) : prefix);
    }
    if (random.nextInt(4) == 0) {
      bytes[random.nextInt(before + legal.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }
}
