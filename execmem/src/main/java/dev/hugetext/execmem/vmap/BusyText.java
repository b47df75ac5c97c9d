package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.layout.AddressRange;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Busy areas of text by address: their bounds are all there is to them. Not thread safe: the owner
 * holds its lock.
 */
final class BusyText {
  private final AddressRange stretch;
  private final TextAreas areas = new TextAreas();

  /** Nothing is busy; {@code stretch} is where text may lie, at most 2 GiB. */
  BusyText(AddressRange stretch) {
    this.stretch = stretch;
  }

  /**
   * Adds an area.
   *
   * @throws IllegalStateException if some of it is here
   */
  void insert(long start, long size) {
    areas.insert(TextAreas.area(start - stretch.start(), size));
  }

  /** Takes the area that contains {@code address} out; null if none does. */
  @Nullable AddressRange unlink(long address) {
    long area = containing(address);
    if (area == TextAreas.NONE) {
      return null;
    }
    areas.remove(area);
    return AddressRange.of(stretch.start() + TextAreas.start(area), TextAreas.size(area));
  }

  /** The area that contains {@code address}, as a new object; null if none does. */
  @Nullable VmapArea find(long address) {
    long area = containing(address);
    return area == TextAreas.NONE ? null : object(area);
  }

  private long containing(long address) {
    return stretch.contains(address) ? areas.containing(address - stretch.start()) : TextAreas.NONE;
  }

  private VmapArea object(long area) {
    long start = stretch.start() + TextAreas.start(area);
    return new VmapArea(start, start + TextAreas.size(area), null);
  }

  /** Visits each area as a new object, by rising address. */
  void forEach(Consumer<VmapArea> visitor) {
    areas.forEach(area -> visitor.accept(object(area)));
  }
}
