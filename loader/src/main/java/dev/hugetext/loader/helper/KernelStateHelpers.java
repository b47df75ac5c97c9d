package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.HelperTable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** Time, chance, the CPU, and the task: what the kernel knows without being told anything. */
final class KernelStateHelpers {
  /** CONFIG_HZ of the measured kernel. */
  private static final long HZ = 250;

  private static final long NANOS_PER_JIFFY = 1_000_000_000L / HZ;

  /** Jiffies begin five minutes before 32 bits overflow. */
  private static final long INITIAL_JIFFIES = -300 * HZ & 0xffff_ffffL;

  /** The number of the root's directory. */
  private static final long ROOT_CGROUP = 1;

  private KernelStateHelpers() {}

  static void bind(Map<HelperTable, HelperBody> bodies) {
    HelperBody nanos = (env, _, _, _, _, _) -> env.monotonicNanos();
    bodies.put(HelperTable.KTIME_GET_NS, nanos);
    // the machine was never suspended, and its clock never set
    bodies.put(HelperTable.KTIME_GET_BOOT_NS, nanos);
    bodies.put(HelperTable.KTIME_GET_TAI_NS, nanos);
    bodies.put(
        HelperTable.KTIME_GET_COARSE_NS,
        (env, _, _, _, _, _) -> env.monotonicNanos() / NANOS_PER_JIFFY * NANOS_PER_JIFFY);
    bodies.put(
        HelperTable.JIFFIES64,
        (env, _, _, _, _, _) -> INITIAL_JIFFIES + env.monotonicNanos() / NANOS_PER_JIFFY);
    bodies.put(
        HelperTable.GET_PRANDOM_U32,
        (env, _, _, _, _, _) -> Integer.toUnsignedLong(env.nextRandom()));
    bodies.put(HelperTable.GET_SMP_PROCESSOR_ID, (env, _, _, _, _, _) -> env.cpu());
    bodies.put(HelperTable.GET_NUMA_NODE_ID, (_, _, _, _, _, _) -> 0);
    bodies.put(
        HelperTable.GET_CURRENT_PID_TGID,
        (env, _, _, _, _, _) -> halves(env.task().tgid(), env.task().pid()));
    bodies.put(
        HelperTable.GET_CURRENT_UID_GID,
        (env, _, _, _, _, _) -> halves(env.task().gid(), env.task().uid()));
    bodies.put(HelperTable.GET_CURRENT_TASK, (env, _, _, _, _, _) -> env.task().address());
    bodies.put(
        HelperTable.GET_CURRENT_COMM, (env, to, size, _, _, _) -> currentComm(env, to, (int) size));
    bodies.put(
        HelperTable.CURRENT_TASK_UNDER_CGROUP,
        (env, map, index, _, _, _) -> underCgroup(env, map, index));
    bodies.put(
        HelperTable.SKB_UNDER_CGROUP, (env, _, map, index, _, _) -> underCgroup(env, map, index));
    bodies.put(HelperTable.GET_CURRENT_CGROUP_ID, (_, _, _, _, _, _) -> ROOT_CGROUP);
    bodies.put(
        HelperTable.GET_CURRENT_ANCESTOR_CGROUP_ID,
        (_, level, _, _, _, _) -> (int) level == 0 ? ROOT_CGROUP : 0);
    bodies.put(HelperTable.GET_CGROUP_CLASSID, (_, _, _, _, _, _) -> 0);
    bodies.put(HelperTable.GET_ROUTE_REALM, (_, _, _, _, _, _) -> 0);
  }

  private static long halves(int high, int low) {
    return Integer.toUnsignedLong(high) << 32 | Integer.toUnsignedLong(low);
  }

  private static long currentComm(HelperEnv env, long to, int size) {
    byte[] comm = env.task().comm().getBytes(StandardCharsets.US_ASCII);
    byte[] out = Arrays.copyOf(comm, size);
    out[size - 1] = 0;
    env.memory().write(to, out);
    return 0;
  }

  /** No cgroup is in any array: nothing puts one there. */
  private static long underCgroup(HelperEnv env, long map, long index) {
    long entries = Integer.toUnsignedLong(env.map(map).def().maxEntries());
    boolean inside = (index & 0xffff_ffffL) < entries;
    return (inside ? Errno.EAGAIN : Errno.E2BIG).negative();
  }
}
