package dev.hugetext.x86.decode;

import dev.hugetext.x86.insn.Instruction;

/** What some bytes are: an instruction of the table, or not. */
public sealed interface Decoded {

  /** A legal instruction. */
  record Ok(Instruction insn) implements Decoded {}

  /**
   * Not an instruction that the table knows.
   *
   * @param why for people
   * @param length how many bytes were looked at, 1..15; 0 only where there was no byte
   */
  record Invalid(String why, int length) implements Decoded {}
}
