package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.loader.map.BpfMap;
import java.util.Map;

/** Map access: keys and values are read from guest memory, the map does the rest. */
final class MapHelpers {
  private MapHelpers() {}

  static void bind(Map<HelperTable, HelperBody> bodies) {
    bodies.put(HelperTable.MAP_LOOKUP_ELEM, (env, map, key, _, _, _) -> lookup(env, map, key));
    bodies.put(
        HelperTable.MAP_UPDATE_ELEM,
        (env, map, key, value, flags, _) -> update(env, map, key, value, flags));
    bodies.put(HelperTable.MAP_DELETE_ELEM, (env, map, key, _, _, _) -> delete(env, map, key));
    bodies.put(
        HelperTable.MAP_LOOKUP_PERCPU_ELEM,
        (env, map, key, cpu, _, _) -> lookupPerCpu(env, map, key, (int) cpu));
    bodies.put(
        HelperTable.MAP_PUSH_ELEM, (env, map, value, flags, _, _) -> push(env, map, value, flags));
    bodies.put(HelperTable.MAP_POP_ELEM, (env, map, to, _, _, _) -> env.map(map).pop(to));
    bodies.put(HelperTable.MAP_PEEK_ELEM, (env, map, to, _, _, _) -> env.map(map).peek(to));
    bodies.put(HelperTable.SPIN_LOCK, (env, lock, _, _, _, _) -> set(env, lock, 1));
    bodies.put(HelperTable.SPIN_UNLOCK, (env, lock, _, _, _, _) -> set(env, lock, 0));
  }

  private static byte[] key(HelperEnv env, BpfMap map, long key) {
    return env.memory().read(key, map.def().keySize());
  }

  private static long lookup(HelperEnv env, long map, long key) {
    BpfMap target = env.map(map);
    return target.lookup(key(env, target, key), env.cpu());
  }

  private static long lookupPerCpu(HelperEnv env, long map, long key, int cpu) {
    BpfMap target = env.map(map);
    return target.lookupPerCpu(key(env, target, key), cpu);
  }

  private static long update(HelperEnv env, long map, long key, long value, long flags) {
    BpfMap target = env.map(map);
    return target.update(
        key(env, target, key),
        env.memory().read(value, target.def().valueSize()),
        flags,
        env.cpu());
  }

  private static long delete(HelperEnv env, long map, long key) {
    BpfMap target = env.map(map);
    return target.delete(key(env, target, key), env.cpu());
  }

  private static long push(HelperEnv env, long map, long value, long flags) {
    BpfMap target = env.map(map);
    return target.push(env.memory().read(value, target.def().valueSize()), flags);
  }

  /** One program runs at a time, so a lock is always free: only its word shows that it is held. */
  private static long set(HelperEnv env, long lock, int held) {
    env.memory().putInt(lock, held);
    return 0;
  }
}
