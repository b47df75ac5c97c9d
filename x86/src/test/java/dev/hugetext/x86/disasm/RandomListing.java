package dev.hugetext.x86.disasm;

import dev.hugetext.x86.asm.Assembler;
import dev.hugetext.x86.asm.RandomInstructions;
import dev.hugetext.x86.insn.Instruction;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.SplittableRandom;

/**
 * Writes random legal instructions for a comparison with other disassemblers: {@code SEED COUNT
 * PREFIX} makes {@code PREFIX.bin} and {@code PREFIX.txt} (address, bytes, text). Used by {@code
 * golden/x86/check-random.sh}.
 */
final class RandomListing {
  private RandomListing() {}

  public static void main(String[] args) throws IOException {
    var source = new RandomInstructions(new SplittableRandom(Long.parseLong(args[0])));
    var assembler = new Assembler();
    try (var out = new PrintStream(args[2] + ".txt", StandardCharsets.US_ASCII)) {
      for (int i = 0; i < Integer.parseInt(args[1]); i++) {
        Instruction insn = source.next();
        int address = assembler.position();
        assembler.emit(insn);
        String bytes = HexFormat.of().formatHex(new Assembler().emit(insn).toBytes());
        out.printf("%x\t%s\t%s%n", address, bytes, Listing.line(insn, address));
      }
    }
    Files.write(Path.of(args[2] + ".bin"), assembler.toBytes());
  }
}
