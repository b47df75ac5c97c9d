package dev.hugetext.selftests.jit;

import dev.hugetext.jit.JitFunction;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The first place where two images of a function differ.
 *
 * @param function its name
 * @param slot the eBPF slot whose code it is, -1 in the prologue
 * @param offset in the code, in bytes
 * @param ours our bytes from the slot's beginning on
 * @param kernels the kernel's bytes from there on
 */
public record ImageDifference(String function, int slot, int offset, String ours, String kernels) {

  private static final int SHOWN_BYTES = 24;

  static ImageDifference between(JitFunction function, byte[] ours, byte[] kernels) {
    int offset = Arrays.mismatch(ours, kernels);
    int slot = -1;
    while (slot + 1 < function.slots() && function.offsetOfSlot(slot + 1) <= offset) {
      slot++;
    }
    int from = slot < 0 ? 0 : function.offsetOfSlot(slot);
    return new ImageDifference(function.name(), slot, offset, hex(ours, from), hex(kernels, from));
  }

  private static String hex(byte[] bytes, int from) {
    int end = Math.min(bytes.length, from + SHOWN_BYTES);
    return HexFormat.ofDelimiter(" ").formatHex(bytes, Math.min(from, end), end);
  }

  /** On two lines. */
  public String text() {
    return "%s slot %d, offset %d: ours   %s%n%s slot %d, offset %d: kernel %s"
        .formatted(function, slot, offset, ours, function, slot, offset, kernels);
  }
}
