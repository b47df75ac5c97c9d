package dev.hugetext.x86.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.x86.asm.Assembler;
import dev.hugetext.x86.asm.RandomInstructions;
import dev.hugetext.x86.insn.Instruction;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class DecoderProperties {
  /** What the assembler wrote, the decoder reads. */
  @Property(tries = 5_000)
  void decodingUndoesAssembling(@ForAll long seed) {
    Instruction insn = new RandomInstructions(new SplittableRandom(seed)).next();
    byte[] code = new Assembler().emit(insn).toBytes();
    assertEquals(new Decoded.Ok(insn), new Decoder().decode(code, 0, code.length));
  }

  /** Bytes behind an instruction do not change it. */
  @Property
  void whatFollowsDoesNotMatter(@ForAll long seed, @ForAll @Size(30) byte[] tail) {
    Instruction insn = new RandomInstructions(new SplittableRandom(seed)).next();
    byte[] code = new Assembler().emit(insn).bytes(tail).toBytes();
    assertEquals(new Decoded.Ok(insn), new Decoder().decode(code, 0, code.length));
  }

  /** A part of an instruction is not one, unless it is another. */
  @Property
  void aCutOffInstructionIsInvalidOrShorter(@ForAll long seed) {
    Instruction insn = new RandomInstructions(new SplittableRandom(seed)).next();
    byte[] code = new Assembler().emit(insn).toBytes();
    for (int limit = 0; limit < code.length; limit++) {
      assertTrue(length(new Decoder().decode(code, 0, limit)) <= limit);
    }
  }

  /**
   * Any bytes: no exception, and never more bytes than an instruction may have, or than are there.
   */
  @Property(tries = 20_000)
  void anyBytesAreDecodedOrRefused(@ForAll @Size(max = 40) byte[] code) {
    var decoder = new Decoder();
    for (int at = 0; at < code.length; at++) {
      int length = length(decoder.decode(code, at, code.length));
      assertTrue(length >= 1 && length <= Math.min(Instruction.MAX_LENGTH, code.length - at));
    }
  }

  /** Nothing gets lost: what was decoded is assembled to as many bytes, and is the same again. */
  @Property(tries = 20_000)
  void assemblingUndoesDecoding(@ForAll @Size(Instruction.MAX_LENGTH) byte[] code) {
    if (new Decoder().decode(code, 0, code.length) instanceof Decoded.Ok decoded) {
      byte[] again = new Assembler().emit(decoded.insn()).toBytes();
      assertEquals(decoded.insn().length(), again.length);
      assertEquals(decoded, new Decoder().decode(again, 0, again.length));
    }
  }

  private static int length(Decoded decoded) {
    return switch (decoded) {
      case Decoded.Ok(var insn) -> insn.length();
      case Decoded.Invalid invalid -> invalid.length();
    };
  }
}
