package dev.hugetext.jit;

import dev.hugetext.x86.insn.Gpr;

/**
 * An instruction that may read where nothing is mapped: then its register becomes zero and the next
 * instruction follows.
 *
 * @param offset of the instruction in the function's code, in bytes
 * @param length of the instruction, in bytes
 * @param cleared the register
 */
public record FaultSite(int offset, int length, Gpr cleared) {

  /** {@code struct exception_table_entry}: three 32-bit numbers. */
  public static final int ENTRY_BYTES = 12;

  /** The same instruction in code that lies {@code bytes} further on. */
  FaultSite shifted(int bytes) {
    return new FaultSite(offset + bytes, length, cleared);
  }
}
