package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.loader.map.BpfMap;
import java.util.Map;

/**
 * Map access (helpers 1 to 3): keys and values are read from guest memory, the map does the rest.
 */
final class MapHelpers {
  private MapHelpers() {}

  static void bind(Map<HelperTable, HelperBody> bodies) {
    bodies.put(HelperTable.MAP_LOOKUP_ELEM, (env, map, key, _, _, _) -> lookup(env, map, key));
    bodies.put(
        HelperTable.MAP_UPDATE_ELEM,
        (env, map, key, value, flags, _) -> update(env, map, key, value, flags));
    bodies.put(HelperTable.MAP_DELETE_ELEM, (env, map, key, _, _, _) -> delete(env, map, key));
  }

  private static long lookup(HelperEnv env, long map, long key) {
    BpfMap target = env.map(map);
    return target.lookup(env.memory().read(key, target.def().keySize()), env.cpu());
  }

  private static long update(HelperEnv env, long map, long key, long value, long flags) {
    BpfMap target = env.map(map);
    return target.update(
        env.memory().read(key, target.def().keySize()),
        env.memory().read(value, target.def().valueSize()),
        flags,
        env.cpu());
  }

  private static long delete(HelperEnv env, long map, long key) {
    BpfMap target = env.map(map);
    return target.delete(env.memory().read(key, target.def().keySize()), env.cpu());
  }
}
