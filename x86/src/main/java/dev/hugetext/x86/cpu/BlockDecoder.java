package dev.hugetext.x86.cpu;

import dev.hugetext.x86.decode.Decoded;
import dev.hugetext.x86.decode.Decoder;
import dev.hugetext.x86.insn.Instruction;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PhysicalMemory;
import java.util.ArrayList;
import java.util.List;

/** Makes blocks from the bytes of text pages. Not safe for use by several threads. */
final class BlockDecoder {
  /** A limit, so that little is thrown away when text changes. */
  private static final int MOST_INSTRUCTIONS = 64;

  private static final int PAGE = (int) PageSize.KIB_4.bytes();

  private final Machine machine;
  private final PhysicalMemory memory;
  private final Decoder decoder = new Decoder();

  BlockDecoder(Machine machine) {
    this.machine = machine;
    this.memory = machine.memory();
  }

  /** Whether the bytes up to the page's end may be only a part of the instruction there. */
  boolean crosses(CodePage page, int offset) {
    if (offset <= PAGE - Instruction.MAX_LENGTH) {
      return false;
    }
    byte[] bytes = bytes(page, offset, PAGE - offset);
    return switch (decoder.decode(bytes, 0, bytes.length)) {
      case Decoded.Ok _ -> false;
      case Decoded.Invalid(_, int length) -> length >= bytes.length;
    };
  }

  /**
   * The block that starts at an offset of a page; its first instruction is all in the page. It ends
   * before a host call, so that one that is only walked into runs as well.
   */
  Block inside(CodePage page, int offset) {
    int most = Math.min(PAGE - offset, MOST_INSTRUCTIONS * Instruction.MAX_LENGTH);
    byte[] bytes = bytes(page, offset, most);
    List<Op> ops = new ArrayList<>();
    byte[] lengths = new byte[MOST_INSTRUCTIONS];
    long start = page.va + offset;
    for (int at = 0; at < most && ops.size() < MOST_INSTRUCTIONS; ) {
      Decoded decoded = decoder.decode(bytes, at, most);
      boolean cut = decoded instanceof Decoded.Invalid(_, int length) && at + length >= most;
      if (!ops.isEmpty() && (cut || machine.hostCallAt(start + at) != null)) {
        break; // the next block says what it is
      }
      lengths[ops.size()] = (byte) length(decoded);
      Op op = op(decoded, start + at);
      ops.add(op);
      at += length(decoded);
      if (op.endsBlock) {
        break;
      }
    }
    return new Block(ops.toArray(Op[]::new), lengths, start, null, 0, machine.hostCallAt(start));
  }

  /** The block of one instruction that starts in a page and ends in the next one. */
  Block across(CodePage page, int offset, CodePage second) {
    int inFirst = PAGE - offset;
    int secondGeneration = second.generation(); // before the bytes are read
    byte[] bytes = new byte[Instruction.MAX_LENGTH];
    memory.read(page.frame + offset, bytes, 0, inFirst);
    memory.read(second.frame, bytes, inFirst, bytes.length - inFirst);
    Decoded decoded = decoder.decode(bytes, 0, bytes.length);
    long start = page.va + offset;
    byte[] length = {(byte) length(decoded)};
    Op[] ops = {op(decoded, start)};
    return new Block(ops, length, start, second, secondGeneration, machine.hostCallAt(start));
  }

  private byte[] bytes(CodePage page, int offset, int length) {
    byte[] bytes = new byte[length];
    memory.read(page.frame + offset, bytes, 0, length);
    return bytes;
  }

  private static int length(Decoded decoded) {
    return switch (decoded) {
      case Decoded.Ok(Instruction insn) -> insn.length();
      case Decoded.Invalid(_, int length) -> length;
    };
  }

  private static Op op(Decoded decoded, long address) {
    return switch (decoded) {
      case Decoded.Ok(Instruction insn) -> Lowering.lower(new Site(insn, address));
      case Decoded.Invalid _ -> JumpOps.undefined();
    };
  }
}
