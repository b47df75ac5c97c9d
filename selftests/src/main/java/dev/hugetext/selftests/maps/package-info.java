/**
 * Maps here against maps of the running Linux, or against simple models: a grid of definitions, and
 * random operations on maps of every type.
 *
 * <p>A {@link dev.hugetext.selftests.maps.MapSubject} is a map by one of these; the same random
 * operations go to two subjects, whose replies must be equal. Where the order of a walk is not
 * defined, walks are compared as sets; LRU maps are compared exactly while one CPU does everything,
 * and otherwise judged by what any LRU guarantees.
 */
@NullMarked
package dev.hugetext.selftests.maps;

import org.jspecify.annotations.NullMarked;
