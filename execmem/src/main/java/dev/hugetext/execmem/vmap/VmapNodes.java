package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.layout.KernelVersion;
import dev.hugetext.x86.memory.PageSize;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nodes over which busy and lazily freed areas are spread: one until 6.9 (the single tree),
 * then one a CPU. A zone of 16 pages belongs to one node, and zones to the nodes in turn.
 */
final class VmapNodes {
  private static final int MAX_NODES = 128;
  private static final int ZONE_SHIFT = PageSize.KIB_4.shift() + 4;

  private final List<VmapNode> nodes = new ArrayList<>();

  /**
   * Without any area.
   *
   * @param text where text may lie
   */
  VmapNodes(KernelVersion version, int possibleCpus, AddressRange text) {
    int count = version.hasVmapNodes() ? Math.min(possibleCpus, MAX_NODES) : 1;
    for (int i = 0; i < count; i++) {
      nodes.add(new VmapNode(text));
    }
  }

  int count() {
    return nodes.size();
  }

  List<VmapNode> all() {
    return nodes;
  }

  VmapNode get(int number) {
    return nodes.get(number);
  }

  private int numberOf(long address) {
    return (int) Long.remainderUnsigned(address >>> ZONE_SHIFT, nodes.size());
  }

  /** The node that an area is freed to: where it came from, else that of its address. */
  VmapNode owner(VmapArea area) {
    return nodes.get(area.hasNode() ? area.node() : numberOf(area.start()));
  }

  /** Makes an area that is in no tree busy. */
  void insert(VmapArea area) {
    nodes.get(numberOf(area.start())).insert(area);
  }

  /** Makes text busy, of which only the bounds are kept. */
  void insertText(long start, long size) {
    nodes.get(numberOf(start)).insertText(start, size);
  }

  /** Takes the busy text that contains {@code address} out of use; null if there is none. */
  @Nullable AddressRange unlinkText(long address) {
    int first = numberOf(address);
    for (int i = 0; i < nodes.size(); i++) {
      AddressRange text = nodes.get((first - i + nodes.size()) % nodes.size()).unlinkText(address);
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  /**
   * The busy area that contains {@code address}, or null. It may start in a lower zone, so the
   * other nodes are asked too, downwards and around.
   */
  @Nullable VmapArea find(long address) {
    int first = numberOf(address);
    for (int i = 0; i < nodes.size(); i++) {
      VmapArea area = nodes.get((first - i + nodes.size()) % nodes.size()).find(address);
      if (area != null) {
        return area;
      }
    }
    return null;
  }

  /** As {@link VmapNode#unlink}, in all nodes. */
  @Nullable VmapArea unlink(long address, boolean mapped) {
    int first = numberOf(address);
    for (int i = 0; i < nodes.size(); i++) {
      VmapNode node = nodes.get((first - i + nodes.size()) % nodes.size());
      VmapArea area = node.unlink(address, mapped);
      if (area != null) {
        return area;
      }
    }
    return null;
  }
}
