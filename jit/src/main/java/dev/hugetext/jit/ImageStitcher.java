package dev.hugetext.jit;

import dev.hugetext.x86.asm.Assembler;
import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts fragments and jumps together, and moves the relocations along. */
final class ImageStitcher {

  private final byte[] fragments;
  private final List<Relocation> fragmentRelocations;
  private final int[] fragmentBytes;
  private final List<@Nullable JumpSite> jumps;
  private final JumpLayout layout;
  private final Assembler image = new Assembler();
  private final List<Relocation> relocations = new ArrayList<>();

  /** How far the fragments are used up, and their relocations. */
  private int copied;

  private int moved;

  ImageStitcher(
      CodeBuffer code,
      int prologueBytes,
      int[] fragmentBytes,
      List<@Nullable JumpSite> jumps,
      JumpLayout layout) {
    this.fragments = code.toBytes();
    this.fragmentRelocations = code.relocations();
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
    return new JitFunction(name, image.toBytes(), List.copyOf(relocations), ends, layout.passes());
  }

  private void copy(int bytes) {
    int shift = image.position() - copied;
    image.bytes(Arrays.copyOfRange(fragments, copied, copied + bytes));
    copied += bytes;
    while (moved < fragmentRelocations.size() && fragmentRelocations.get(moved).offset() < copied) {
      relocations.add(fragmentRelocations.get(moved++).shifted(shift));
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
