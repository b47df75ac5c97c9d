package dev.hugetext.execmem.vmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hugetext.execmem.layout.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Busy areas, those with objects and those of text, against a sorted map of their starts. */
class BusyAreasProperties {
  private static final long START = 0x1_0000_0000L;
  private static final AddressRange STRETCH = AddressRange.of(START, 1L << 31);
  private static final int SLOT = 97; // bytes from the start of one possible area to the next
  private static final int SLOTS = 20_000;

  /** So many areas that nodes lie over nodes over nodes, then ever fewer until none is left. */
  @Property(tries = 6)
  void wideNodesAreASortedMap(@ForAll long seed) {
    Random random = new Random(seed);
    PackedAreas areas = new PackedAreas();
    TreeMap<Long, VmapArea> model = new TreeMap<>();
    for (int step = 0; step < 6 * SLOTS; step++) {
      long start = START + random.nextInt(SLOTS) * (long) SLOT;
      boolean grows = step < 2 * SLOTS ? random.nextInt(8) > 0 : random.nextInt(8) == 0;
      VmapArea known = model.get(start);
      if (known == null && grows) {
        VmapArea area = new VmapArea(start, start + 1 + random.nextInt(SLOT), null);
        areas.insert(area);
        model.put(start, area);
        assertThrows(IllegalStateException.class, () -> areas.insert(area));
      } else if (known != null && !grows) {
        areas.remove(known);
        model.remove(start);
      }
      long address = START + random.nextInt(SLOTS * SLOT);
      assertSame(containing(model, address), areas.containing(address));
      if (step % 10_000 == 0) {
        requireAlike(model, areas);
      }
    }
    for (VmapArea area : model.values()) {
      areas.remove(area);
      assertThrows(IllegalStateException.class, () -> areas.remove(area));
    }
    assertEquals(0, areas.count());
    areas.checkShape();
  }

  private static void requireAlike(Map<Long, VmapArea> model, PackedAreas areas) {
    areas.checkShape();
    List<VmapArea> all = new ArrayList<>();
    areas.forEach(all::add);
    assertEquals(List.copyOf(model.values()), all);
    assertEquals(model.size(), areas.count());
  }

  private static @Nullable VmapArea containing(NavigableMap<Long, VmapArea> model, long address) {
    var floor = model.floorEntry(address);
    return floor != null && floor.getValue().contains(address) ? floor.getValue() : null;
  }

  /** Text: the same by bounds alone, with areas of several pages and empty pages between. */
  @Property(tries = 100)
  void textIsASortedMap(@ForAll long seed) {
    Random random = new Random(seed);
    BusyText text = new BusyText(STRETCH);
    TreeMap<Long, Long> model = new TreeMap<>();
    int most = 1 << random.nextInt(16);
    for (int step = 0; step < 1000; step++) {
      long address = START + random.nextInt(1 << 20);
      AddressRange known = range(model.floorEntry(address));
      if (known != null && known.contains(address)) {
        assertEquals(known.start(), START + TextAreas.start(area(text, address)));
        assertThrows(IllegalStateException.class, () -> text.insert(address, 1));
        assertEquals(known, text.unlink(address));
        model.remove(known.start());
      }
      assertNull(text.unlink(address));
      assertNull(text.find(address));
      Long above = model.higherKey(address);
      long room = above == null ? most : Math.min(most, above - address);
      long size = 1 + random.nextLong(room);
      text.insert(address, size);
      model.put(address, address + size);
      if (above != null) {
        assertThrows(
            IllegalStateException.class, () -> text.insert(above - 1, 2)); // one end or the other
      }
    }
    List<AddressRange> all = new ArrayList<>();
    text.forEach(area -> all.add(new AddressRange(area.start(), area.end())));
    assertEquals(model.entrySet().stream().map(BusyAreasProperties::range).toList(), all);
    assertNull(text.find(STRETCH.end()));
    assertNull(text.unlink(START - 1));
  }

  private static @Nullable AddressRange range(Map.@Nullable Entry<Long, Long> entry) {
    return entry == null ? null : new AddressRange(entry.getKey(), entry.getValue());
  }

  private static long area(BusyText text, long address) {
    VmapArea found = text.find(address);
    assertNotNull(found);
    return TextAreas.area(found.start() - START, found.size());
  }
}
