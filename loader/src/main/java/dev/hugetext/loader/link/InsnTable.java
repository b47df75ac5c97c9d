package dev.hugetext.loader.link;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Something known about single instructions of an object.
 *
 * @param <T> what is known
 */
final class InsnTable<T> {
  private final Map<Integer, NavigableMap<Integer, T>> bySection = new HashMap<>();

  /**
   * Adds {@code fact} about a slot of a section.
   *
   * @return false if there is one about it or about a later one of the section: facts come in order
   */
  boolean add(int section, int slot, T fact) {
    NavigableMap<Integer, T> facts = bySection.computeIfAbsent(section, key -> new TreeMap<>());
    if (!facts.isEmpty() && facts.lastKey() >= slot) {
      return false;
    }
    facts.put(slot, fact);
    return true;
  }

  /** What is known about the instructions of a section, by slot. */
  NavigableMap<Integer, T> in(int section) {
    return bySection.getOrDefault(section, Collections.emptyNavigableMap());
  }

  /** What is known about the instructions of {@code function}, by slot of its section. */
  NavigableMap<Integer, T> in(CodeFunction function) {
    NavigableMap<Integer, T> facts =
        bySection.getOrDefault(function.section().index(), Collections.emptyNavigableMap());
    return facts.subMap(function.start(), true, function.end(), false);
  }
}
