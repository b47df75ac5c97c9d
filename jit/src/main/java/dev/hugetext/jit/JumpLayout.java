package dev.hugetext.jit;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the lengths of jumps by the kernel's passes.
 *
 * <p>Every slot starts as if it took 64 bytes. A pass goes through the slots once and takes the
 * distance to a target from the ends as they are known at that moment: of this pass for what lies
 * behind, of the pass before for what lies ahead and for the jump's own end. Passes are repeated
 * until the whole stops shrinking. From the sixteenth on, a jump that got shorter is filled up with
 * nops instead; after twenty the kernel gives up. Only lengths are computed here; the bytes are
 * written once, afterwards.
 */
final class JumpLayout {

  private static final int FIRST_GUESS_BYTES = 64;
  private static final int MAX_PASSES = 20;
  private static final int FIRST_PADDING_PASS = 15;

  /** A short jump that must not grow again keeps away from the end of its range by 4 bytes. */
  private static final int SHORT_MAX = Byte.MAX_VALUE - 4;

  private final int prologueBytes;
  private final int[] fragmentBytes;
  private final List<@Nullable JumpSite> jumps;
  private final int firstExit;

  /** {@code ends[i + 1]} is the offset after slot i, {@code ends[0]} that after the prologue. */
  private final int[] ends;

  private int epilogue;
  private boolean padding;
  private int passes;

  /**
   * @param fragmentBytes length of each slot's fragment without its jump
   * @param jumps the jump of each slot, or null
   * @param firstExit the slot that holds the epilogue, or -1
   */
  JumpLayout(
      int prologueBytes, int[] fragmentBytes, List<@Nullable JumpSite> jumps, int firstExit) {
    this.prologueBytes = prologueBytes;
    this.fragmentBytes = fragmentBytes;
    this.jumps = jumps;
    this.firstExit = firstExit;
    this.ends = new int[fragmentBytes.length + 1];
    Arrays.setAll(ends, i -> FIRST_GUESS_BYTES * (i + 1));
    this.epilogue = ends[ends.length - 1];
  }

  /**
   * Runs the passes.
   *
   * @return false if the twentieth pass still shrank
   */
  boolean converge() {
    int total = -1;
    for (; passes < MAX_PASSES; passes++) {
      padding |= passes >= FIRST_PADDING_PASS;
      int shrunk = pass();
      if (shrunk == total) {
        return true;
      }
      total = shrunk;
    }
    return false;
  }

  private int pass() {
    int end = prologueBytes;
    ends[0] = end;
    for (int slot = 0; slot < fragmentBytes.length; slot++) {
      if (slot == firstExit) {
        epilogue = end;
      }
      int start = end;
      end += fragmentBytes[slot];
      if (jumps.get(slot) != null) {
        end += shape(slot, start).bytes();
      }
      ends[slot + 1] = end;
    }
    return end;
  }

  /** The jump of {@code slot} as the pass after the converged one writes it. */
  JumpShape shape(int slot) {
    return shape(slot, ends[slot]);
  }

  private JumpShape shape(int slot, int start) {
    JumpSite jump = jumps.get(slot);
    if (jump == null) {
      throw new IllegalArgumentException("no jump at slot " + slot);
    }
    int room = ends[slot + 1] - start - fragmentBytes[slot];
    return switch (jump.kind()) {
      case CONDITIONAL -> jump(distance(slot, jump.target()), room, JumpShape.NEAR_BRANCH_BYTES);
      case TO_EPILOGUE -> jump(epilogue - ends[slot + 1], room, JumpShape.NEAR_JUMP_BYTES);
      case ALWAYS -> always(slot, jump.target(), room);
    };
  }

  private JumpShape always(int slot, int target, int room) {
    if (target == slot) {
      // A jump to itself, as the verifier leaves it in dead code, has one form from the start.
      return jump(-JumpShape.SHORT_BYTES, room, JumpShape.NEAR_JUMP_BYTES);
    }
    int distance = distance(slot, target);
    if (distance == 0) {
      return new JumpShape(padding ? room : 0, 0, 0);
    }
    return jump(distance, room, JumpShape.NEAR_JUMP_BYTES);
  }

  private int distance(int slot, int target) {
    return ends[target] - ends[slot + 1];
  }

  private JumpShape jump(int distance, int room, int nearBytes) {
    if (distance < Byte.MIN_VALUE || distance > SHORT_MAX) {
      return new JumpShape(0, nearBytes, distance);
    }
    int nops = padding ? room - JumpShape.SHORT_BYTES : 0;
    return new JumpShape(nops, JumpShape.SHORT_BYTES, distance);
  }

  /** Offset of the end of each slot, the prologue's first. */
  int[] ends() {
    return ends.clone();
  }

  /** How many passes it took until one changed nothing, that one included. */
  int passes() {
    return passes + 1;
  }
}
