package dev.hugetext.jit;

import dev.hugetext.bpf.isa.Symbol;

/**
 * A tail call through a slot that is known beforehand. Two instructions of five bytes are patched
 * as the slot changes: with an empty slot the first jumps over the call and the second does
 * nothing; with a program in it the first does nothing and the second jumps to where tail calls
 * land.
 *
 * @param slot of which map
 * @param bypass offset of the first instruction in the function's code, in bytes
 * @param target offset of the second
 */
public record TailCallSite(Symbol.TailCallSlot slot, int bypass, int target) {

  /** Size of either instruction. */
  public static final int PATCHED_BYTES = 5;

  /** Behind the call, where the bypass jumps to. */
  public int end() {
    return target + PATCHED_BYTES;
  }

  /** The same call in code that lies {@code bytes} further on. */
  TailCallSite shifted(int bytes) {
    return new TailCallSite(slot, bypass + bytes, target + bytes);
  }
}
