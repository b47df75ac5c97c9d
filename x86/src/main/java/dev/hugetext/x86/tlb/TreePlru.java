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
  private final long[] path; // by leaf: the nodes above it
  private final long[] away; // by leaf: those of them whose bit is set when it was used

  TreePlru(int sets, int ways) {
    this.groupWays = Math.min(64, Integer.lowestOneBit(ways));
    this.groups = ways / groupWays;
    this.trees = new long[sets * groups];
    this.lastGroup = new byte[sets];
    this.path = new long[groupWays];
    this.away = new long[groupWays];
    for (int leaf = 0; leaf < groupWays; leaf++) {
      for (int node = groupWays + leaf; node > 1; node >>= 1) {
        long parent = 1L << (node >> 1);
        boolean lower = (node & 1) == 0;
        path[leaf] |= parent;
        away[leaf] |= lower ? parent : 0; // then the upper half is next
      }
    }
  }

  @Override
  public void touch(int set, int way) {
    int group = way / groupWays;
    lastGroup[set] = (byte) group;
    int tree = set * groups + group;
    int leaf = way - group * groupWays;
    trees[tree] = (trees[tree] & ~path[leaf]) | away[leaf];
  }

  @Override
  public int victim(int set, WayRange among) {
    int group = (lastGroup[set] + 1) % groups;
    while (!among.overlaps(group * groupWays, (group + 1) * groupWays)) {
      group = (group + 1) % groups;
    }
    return group * groupWays + leaf(trees[set * groups + group], group * groupWays, among);
  }

  /** Goes where the bits point, but never where none of the ways is. */
  private int leaf(long tree, int first, WayRange among) {
    int node = 1;
    int from = first;
    for (int half = groupWays / 2; half > 0; half /= 2) {
      boolean upper = ((tree >>> node) & 1) != 0;
      int start = upper ? from + half : from;
      if (!among.overlaps(start, start + half)) {
        upper = !upper;
      }
      node = 2 * node + (upper ? 1 : 0);
      from += upper ? half : 0;
    }
    return node - groupWays;
  }
}
