package dev.hugetext.bpf.isa;

/** The class of an instruction; the ordinal is the low three bits of its opcode (RFC 9669, 3.1). */
public enum InsnClass {
  LD,
  LDX,
  ST,
  STX,
  ALU,
  JMP,
  JMP32,
  ALU64;

  private static final InsnClass[] ALL = values();

  /** The class of an opcode byte. */
  public static InsnClass of(int opcode) {
    return ALL[opcode & 7];
  }

  /** The width of a computing or jumping class; 64 for the others. */
  public RegWidth width() {
    return switch (this) {
      case ALU, JMP32 -> RegWidth.W32;
      case LD, LDX, ST, STX, JMP, ALU64 -> RegWidth.W64;
    };
  }
}
