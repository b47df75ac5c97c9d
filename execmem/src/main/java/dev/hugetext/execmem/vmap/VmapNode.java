package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.sync.SpinLock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One share of address space that is not free ({@code struct vmap_node}): busy areas, areas freed
 * lazily and not yet flushed, and pools of flushed ones. Each part has its own lock, and none is
 * held while another is taken.
 *
 * <p>Busy areas of text are a set of their own, as bounds alone: they are many, and have no vm.
 */
final class VmapNode {
  private final SpinLock busyLock = new SpinLock();
  private final PackedAreas busy = new PackedAreas();
  private final BusyText text;
  private final SpinLock lazyLock = new SpinLock();
  private List<VmapArea> lazy = new ArrayList<>();
  private final VmapPools pools = new VmapPools();

  /** An empty one. */
  VmapNode(AddressRange text) {
    this.text = new BusyText(text);
  }

  /** Makes text busy, of which only the bounds are kept. */
  void insertText(long start, long size) {
    busyLock.lock();
    try {
      text.insert(start, size);
    } finally {
      busyLock.unlock();
    }
  }

  /** Takes the busy text that contains {@code address} out; null if there is none. */
  @Nullable AddressRange unlinkText(long address) {
    busyLock.lock();
    try {
      return text.unlink(address);
    } finally {
      busyLock.unlock();
    }
  }

  void insert(VmapArea area) {
    busyLock.lock();
    try {
      busy.insert(area);
    } finally {
      busyLock.unlock();
    }
  }

  /** The busy area that contains {@code address}, or null. */
  @Nullable VmapArea find(long address) {
    busyLock.lock();
    try {
      VmapArea found = text.find(address);
      return found == null ? busy.containing(address) : found;
    } finally {
      busyLock.unlock();
    }
  }

  /**
   * Takes the busy area that contains {@code address} out of the tree; no text.
   *
   * @param mapped whether only one with a vm is wanted
   * @return null if there is none
   */
  @Nullable VmapArea unlink(long address, boolean mapped) {
    busyLock.lock();
    try {
      VmapArea area = busy.containing(address);
      if (area == null || mapped && area.vm() == null) {
        return null;
      }
      busy.remove(area);
      return area;
    } finally {
      busyLock.unlock();
    }
  }

  void addLazy(VmapArea area) {
    lazyLock.lock();
    try {
      lazy.add(area);
    } finally {
      lazyLock.unlock();
    }
  }

  /** All areas that wait for a flush; none does afterwards. */
  List<VmapArea> takeLazy() {
    lazyLock.lock();
    try {
      List<VmapArea> taken = lazy;
      lazy = new ArrayList<>();
      return taken;
    } finally {
      lazyLock.unlock();
    }
  }

  VmapPools pools() {
    return pools;
  }

  void forEachBusy(Consumer<VmapArea> visitor) {
    busyLock.lock();
    try {
      busy.forEach(visitor);
      text.forEach(visitor);
    } finally {
      busyLock.unlock();
    }
  }

  void forEachLazy(Consumer<VmapArea> visitor) {
    lazyLock.lock();
    try {
      lazy.forEach(visitor);
    } finally {
      lazyLock.unlock();
    }
  }
}
