package dev.hugetext.jit;

/**
 * How a jump is written in one pass.
 *
 * @param nops bytes of padding before it
 * @param length bytes of the jump itself, 0 where it vanished
 * @param displacement from its end, in bytes
 */
record JumpShape(int nops, int length, int displacement) {

  static final int SHORT_BYTES = 2;
  static final int NEAR_JUMP_BYTES = 5;
  static final int NEAR_BRANCH_BYTES = 6;

  int bytes() {
    return nops + length;
  }

  boolean isShort() {
    return length == SHORT_BYTES;
  }
}
