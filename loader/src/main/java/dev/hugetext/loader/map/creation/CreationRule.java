package dev.hugetext.loader.map.creation;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.MapDef;
import java.util.function.Predicate;

/**
 * A condition that a definition must meet.
 *
 * @param errno what bpf(2) gives where it does not
 * @param wanted the condition in words, after "wanted: "
 * @param holds the condition
 */
record CreationRule(Errno errno, String wanted, Predicate<MapDef> holds) {}
