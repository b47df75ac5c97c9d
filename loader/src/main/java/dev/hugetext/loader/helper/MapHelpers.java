package dev.hugetext.loader.helper;

import dev.hugetext.loader.map.BpfMap;

/**
 * Map access (helpers 1 to 3): keys and values are read from guest memory, the map does the rest.
 */
final class MapHelpers {
  private MapHelpers() {}

  static long lookup(HelperEnv env, long map, long key) {
    BpfMap target = env.map(map);
    return target.lookup(env.memory().read(key, target.def().keySize()), env.cpu());
  }

  static long update(HelperEnv env, long map, long key, long value, long flags) {
    BpfMap target = env.map(map);
    return target.update(
        env.memory().read(key, target.def().keySize()),
        env.memory().read(value, target.def().valueSize()),
        flags,
        env.cpu());
  }

  static long delete(HelperEnv env, long map, long key) {
    BpfMap target = env.map(map);
    return target.delete(env.memory().read(key, target.def().keySize()), env.cpu());
  }
}
