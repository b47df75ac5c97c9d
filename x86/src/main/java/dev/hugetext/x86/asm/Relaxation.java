package dev.hugetext.x86.asm;

import java.util.List;

/**
 * Chooses the length of every label branch: all begin short, and those that do not reach become
 * near until nothing changes. Growing only, so it ends, with the fewest near forms.
 */
final class Relaxation {
  private final List<Branch> branches;
  private final boolean[] near;
  private final int[] lengthBefore; // of the branches 0..i-1, at index i

  Relaxation(List<Branch> branches) {
    this.branches = branches;
    near = new boolean[branches.size()];
    lengthBefore = new int[branches.size() + 1];
    for (int i = 0; i < near.length; i++) {
      near[i] = branches.get(i).shortForm() == null;
    }
    do {
      sumLengths();
    } while (grow());
  }

  boolean isNear(int branch) {
    return near[branch];
  }

  /** The displacement from the end of branch {@code i} to its target, in bytes. */
  int displacement(int i) {
    Branch branch = branches.get(i);
    int end = branch.fixedBytes() + lengthBefore[i + 1];
    return offset(branch.target()) - end;
  }

  private int offset(Label label) {
    return label.fixedBytes() + lengthBefore[label.branchesBefore()];
  }

  private void sumLengths() {
    for (int i = 0; i < near.length; i++) {
      int length = near[i] ? branches.get(i).nearLength() : Branch.SHORT_LENGTH;
      lengthBefore[i + 1] = lengthBefore[i] + length;
    }
  }

  private boolean grow() {
    boolean grown = false;
    for (int i = 0; i < near.length; i++) {
      int displacement = displacement(i);
      if (!near[i] && displacement != (byte) displacement) {
        near[i] = true;
        grown = true;
      }
    }
    return grown;
  }
}
