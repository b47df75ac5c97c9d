package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfType;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Lays out the map of settings as libbpf does: what needs the widest alignment first, within that
 * what is shortest.
 */
final class SettingsLayout {
  /** Longest value of a setting that makes sense, in bytes. */
  static final int LONGEST = 4096;

  /** Most bytes of all settings together: no object has anything like it. */
  static final int MOST = 1 << 20;

  private SettingsLayout() {}

  /** A setting that has no place yet. */
  record Entry(int symbol, String name, boolean weak, int type, int size, int alignment) {}

  /**
   * Adds {@code settings} to {@code externs}, by the index of their symbol.
   *
   * @return bytes of all values
   */
  static int place(List<Entry> settings, Map<Integer, Extern> externs) {
    settings.sort(
        Comparator.comparingInt((Entry entry) -> -entry.alignment)
            .thenComparingInt(Entry::size)
            .thenComparing(Entry::name));
    int offset = 0;
    for (Entry entry : settings) {
      offset = (offset + entry.alignment - 1) / entry.alignment * entry.alignment;
      externs.put(entry.symbol, new Extern.Setting(entry.name, entry.weak, entry.type, offset));
      offset += entry.size;
      if (offset > MOST) {
        break;
      }
    }
    return offset;
  }

  /** Alignment of a number, or of the numbers of an array, in bytes. */
  static int alignment(Btf btf, int type) {
    if (btf.resolve(type) instanceof BtfType.Array array) {
      return Math.clamp(btf.size(array.elementType()).orElse(1), 1, Long.BYTES);
    }
    return Math.clamp(btf.size(type).orElse(1), 1, Long.BYTES);
  }
}
