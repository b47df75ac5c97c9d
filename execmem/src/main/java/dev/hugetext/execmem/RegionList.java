package dev.hugetext.execmem;

import dev.hugetext.execmem.vmap.VmStruct;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The regions behind free text, the newest first: a singly linked list ({@code all_text_vm}) whose
 * owner holds the lock of free text.
 */
final class RegionList {
  private final boolean unlinkKeepsRegion;
  private volatile @Nullable Node newest;
  private Runnable betweenReadAndWrite = () -> {};

  private static final class Node {
    final VmStruct region;
    volatile @Nullable Node older;

    Node(VmStruct region, @Nullable Node older) {
      this.region = region;
      this.older = older;
    }
  }

  /**
   * An empty list.
   *
   * @param unlinkKeepsRegion {@link ExecmemFault#UNLINK_KEEPS_REGION}
   */
  RegionList(boolean unlinkKeepsRegion) {
    this.unlinkKeepsRegion = unlinkKeepsRegion;
  }

  /** Puts a region first: reads the list's head, then writes it. */
  void push(VmStruct region) {
    Node pushed = new Node(region, newest);
    betweenReadAndWrite.run();
    newest = pushed;
  }

  /** Lets a test do what another CPU might between the two accesses of the next push. */
  void duringNextPush(Runnable other) {
    betweenReadAndWrite =
        () -> {
          betweenReadAndWrite = () -> {};
          other.run();
        };
  }

  /** Takes the newest region out for which {@code wanted} holds, or returns null. */
  @Nullable VmStruct takeFirst(Predicate<VmStruct> wanted) {
    Node newer = null;
    for (Node at = newest; at != null; at = at.older) {
      if (wanted.test(at.region)) {
        unlink(newer, at);
        return at.region;
      }
      newer = at;
    }
    return null;
  }

  private void unlink(@Nullable Node newer, Node node) {
    if (newer == null) {
      newest = node.older;
    } else if (!unlinkKeepsRegion) {
      newer.older = node.older;
    }
  }

  /** The regions, the newest first: a copy. */
  List<VmStruct> toList() {
    List<VmStruct> regions = new ArrayList<>();
    for (Node at = newest; at != null; at = at.older) {
      regions.add(at.region);
    }
    return regions;
  }
}
