package dev.hugetext.bpf.isa;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * One eBPF instruction slot as encoded: 8 bytes, little endian (RFC 9669, section 3).
 *
 * @param opcode the opcode byte, {@code 0..255}
 * @param dst the low nibble of the register byte, {@code 0..15}; larger than a valid register is
 *     representable, because programs from outside may say so
 * @param src the high nibble of the register byte, {@code 0..15}
 * @param off the signed 16-bit offset
 * @param imm the signed 32-bit immediate
 */
public record RawInsn(int opcode, int dst, int src, short off, int imm) {
  /** Size of one slot in bytes. */
  public static final int BYTES = 8;

  private static final int NIBBLE = 0xf;

  public RawInsn {
    if (opcode < 0 || opcode > 0xff || dst < 0 || dst > NIBBLE || src < 0 || src > NIBBLE) {
      throw new IllegalArgumentException(
          "not an instruction slot: opcode=0x%x dst=%d src=%d".formatted(opcode, dst, src));
    }
  }

  /**
   * The slots in {@code bytes}.
   *
   * @throws IllegalArgumentException if the length is not a multiple of 8 bytes
   */
  public static List<RawInsn> parse(byte[] bytes) {
    if (bytes.length % BYTES != 0) {
      throw new IllegalArgumentException(
          "instructions are 8 bytes each, but there are %d bytes".formatted(bytes.length));
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<RawInsn> insns = new ArrayList<>(bytes.length / BYTES);
    while (in.hasRemaining()) {
      int opcode = in.get() & 0xff;
      int registers = in.get();
      short off = in.getShort();
      insns.add(
          new RawInsn(opcode, registers & NIBBLE, (registers >> 4) & NIBBLE, off, in.getInt()));
    }
    return List.copyOf(insns);
  }

  /** The inverse of {@link #parse}. */
  public static byte[] toBytes(List<RawInsn> insns) {
    ByteBuffer out = ByteBuffer.allocate(insns.size() * BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (RawInsn insn : insns) {
      out.put((byte) insn.opcode).put((byte) (insn.dst | insn.src << 4));
      out.putShort(insn.off).putInt(insn.imm);
    }
    return out.array();
  }

  /** The same slot with another immediate. */
  public RawInsn withImm(int imm) {
    return new RawInsn(opcode, dst, src, off, imm);
  }

  /** The same slot with another offset. */
  public RawInsn withOff(short off) {
    return new RawInsn(opcode, dst, src, off, imm);
  }

  /** The same slot with another source register field. */
  public RawInsn withSrc(int src) {
    return new RawInsn(opcode, dst, src, off, imm);
  }

  /** The same slot with another destination register field. */
  public RawInsn withDst(int dst) {
    return new RawInsn(opcode, dst, src, off, imm);
  }
}
