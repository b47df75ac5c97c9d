package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.HelperTable;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Binds the rows of {@link HelperTable} to their bodies; a row without one is refused at load. */
public final class HelperBodies {
  private static final Map<HelperTable, HelperBody> BODIES = bodies();

  private HelperBodies() {}

  private static Map<HelperTable, HelperBody> bodies() {
    var bodies = new EnumMap<HelperTable, HelperBody>(HelperTable.class);
    bodies.put(
        HelperTable.MAP_LOOKUP_ELEM, (env, map, key, _, _, _) -> MapHelpers.lookup(env, map, key));
    bodies.put(
        HelperTable.MAP_UPDATE_ELEM,
        (env, map, key, value, flags, _) -> MapHelpers.update(env, map, key, value, flags));
    bodies.put(
        HelperTable.MAP_DELETE_ELEM, (env, map, key, _, _, _) -> MapHelpers.delete(env, map, key));
    bodies.put(HelperTable.KTIME_GET_NS, (env, _, _, _, _, _) -> env.monotonicNanos());
    bodies.put(HelperTable.TRACE_PRINTK, TracePrintk::call);
    bodies.put(
        HelperTable.GET_PRANDOM_U32,
        (env, _, _, _, _, _) -> Integer.toUnsignedLong(env.nextRandom()));
    bodies.put(HelperTable.GET_SMP_PROCESSOR_ID, (env, _, _, _, _, _) -> env.cpu());
    bodies.put(
        HelperTable.CSUM_DIFF,
        (env, from, fromSize, to, toSize, seed) ->
            Checksum.diff(env.memory(), from, fromSize, to, toSize, seed));
    bodies.put(
        HelperTable.SKB_PULL_DATA,
        (env, skb, length, _, _, _) -> SkbHelpers.pullData(env, skb, length));
    return bodies;
  }

  /** Whether this helper can run here. */
  public static boolean exists(HelperTable helper) {
    return BODIES.containsKey(helper);
  }

  /**
   * Runs a helper.
   *
   * @throws IllegalArgumentException if it has no body; loading refuses such programs
   */
  public static long call(
      HelperTable helper, HelperEnv env, long r1, long r2, long r3, long r4, long r5) {
    HelperBody body =
        Optional.ofNullable(BODIES.get(helper))
            .orElseThrow(() -> new IllegalArgumentException("no body for helper " + helper));
    return body.call(env, r1, r2, r3, r4, r5);
  }
}
