package dev.hugetext.x86.tlb;

/**
 * Tree-PLRU in groups, see {@link TlbPolicy#PLRU}.
 *
 * <p>A group's tree is in heap order in one long: node 1 is the root, node {@code n} has the
 * children {@code 2n} and {@code 2n + 1}, the leaves are the ways. A node's bit says which half is
 * to be replaced next: 1 the upper.
 */
final class TreePlru implements Replacement {
  private final int groups;
  private final int groupWays;
  private final long[] trees; // one for each group of each set
  private final byte[] lastGroup; // of each set

  TreePlru(int sets, int ways) {
    this.groupWays = Math.min(64, Integer.lowestOneBit(ways));
    this.groups = ways / groupWays;
    this.trees = new long[sets * groups];
    this.lastGroup = new byte[sets];
  }

  @Override
  public void touch(int set, int way) {
    int group = way / groupWays;
    lastGroup[set] = (byte) group;
    long tree = trees[set * groups + group];
    for (int node = groupWays + way % groupWays; node > 1; node >>= 1) {
      long parent = 1L << (node >> 1);
      boolean upper = (node & 1) != 0;
      tree = upper ? tree & ~parent : tree | parent; // points away from the half just used
    }
    trees[set * groups + group] = tree;
  }

  @Override
  public int victim(int set) {
    int group = (lastGroup[set] + 1) % groups;
    long tree = trees[set * groups + group];
    int node = 1;
    while (node < groupWays) {
      node = 2 * node + (int) ((tree >>> node) & 1);
    }
    return group * groupWays + node - groupWays;
  }
}
