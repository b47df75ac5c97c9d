package dev.hugetext.jit;

import dev.hugetext.x86.asm.Assembler;
import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Puts fragments and jumps together, and moves the relocations along. */
final class ImageStitcher {

  private final byte[] fragments;
  private final CodeBuffer code;
  private final int[] fragmentBytes;
  private final List<@Nullable JumpSite> jumps;
  private final JumpLayout layout;
  private final Assembler image = new Assembler();
  private final List<Relocation> relocations = new ArrayList<>();
  private final List<FaultSite> faultSites = new ArrayList<>();
  private final List<TailCallSite> tailCallSites = new ArrayList<>();

  /** How far the fragments are used up. */
  private int copied;

  ImageStitcher(
      CodeBuffer code,
      int prologueBytes,
      int[] fragmentBytes,
      List<@Nullable JumpSite> jumps,
      JumpLayout layout) {
    this.fragments = code.toBytes();
    this.code = code;
    this.fragmentBytes = fragmentBytes;
    this.jumps = jumps;
    this.layout = layout;
    copy(prologueBytes);
  }

  JitFunction stitch(String name) {
    int[] ends = layout.ends();
    for (int slot = 0; slot < fragmentBytes.length; slot++) {
      copy(fragmentBytes[slot]);
      JumpSite jump = jumps.get(slot);
      if (jump != null) {
        write(jump, layout.shape(slot));
      }
      if (image.position() != ends[slot + 1]) {
        throw new IllegalStateException(
            "%s: slot %d ends at %d, laid out to end at %d"
                .formatted(name, slot, image.position(), ends[slot + 1]));
      }
    }
    return new JitFunction(
        name,
        image.toBytes(),
        new JitFunction.Sites(relocations, faultSites, tailCallSites),
        ends,
        layout.passes());
  }

  private void copy(int bytes) {
    int shift = image.position() - copied;
    image.bytes(Arrays.copyOfRange(fragments, copied, copied + bytes));
    copied += bytes;
    move(code.relocations(), relocations, Relocation::offset, item -> item.shifted(shift));
    move(code.faultSites(), faultSites, FaultSite::offset, item -> item.shifted(shift));
    move(code.tailCallSites(), tailCallSites, TailCallSite::bypass, item -> item.shifted(shift));
  }

  /** Adds those not moved yet that lie in what was copied; both lists are in order of offsets. */
  private <T> void move(List<T> from, List<T> to, ToIntFunction<T> offset, UnaryOperator<T> shift) {
    while (to.size() < from.size() && offset.applyAsInt(from.get(to.size())) < copied) {
      to.add(shift.apply(from.get(to.size())));
    }
  }

  private void write(JumpSite jump, JumpShape shape) {
    image.nop(shape.nops());
    if (shape.length() == 0) {
      return;
    }
    Operand target = Operand.rel(shape.displacement());
    Condition condition = jump.condition();
    if (condition == null) {
      image.emit(shape.isShort() ? Form.JMP_REL8 : Form.JMP_REL32, Width.Q, target);
    } else {
      image.emit(shape.isShort() ? Form.JCC_REL8 : Form.JCC_REL32, condition, target);
    }
  }
}
