package dev.hugetext.bpf.proto;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which attach types a program type goes with, where the kernel is particular about it. */
public final class AttachTypes {
  private static final Set<AttachType> ADDRESSES =
      EnumSet.of(
          AttachType.CGROUP_INET4_BIND,
          AttachType.CGROUP_INET6_BIND,
          AttachType.CGROUP_INET4_CONNECT,
          AttachType.CGROUP_INET6_CONNECT,
          AttachType.CGROUP_UNIX_CONNECT,
          AttachType.CGROUP_UDP4_SENDMSG,
          AttachType.CGROUP_UDP6_SENDMSG,
          AttachType.CGROUP_UNIX_SENDMSG,
          AttachType.CGROUP_UDP4_RECVMSG,
          AttachType.CGROUP_UDP6_RECVMSG,
          AttachType.CGROUP_UNIX_RECVMSG,
          AttachType.CGROUP_INET4_GETPEERNAME,
          AttachType.CGROUP_INET6_GETPEERNAME,
          AttachType.CGROUP_UNIX_GETPEERNAME,
          AttachType.CGROUP_INET4_GETSOCKNAME,
          AttachType.CGROUP_INET6_GETSOCKNAME,
          AttachType.CGROUP_UNIX_GETSOCKNAME);
  private static final Set<AttachType> SOCKETS =
      EnumSet.of(
          AttachType.CGROUP_INET_SOCK_CREATE,
          AttachType.CGROUP_INET_SOCK_RELEASE,
          AttachType.CGROUP_INET4_POST_BIND,
          AttachType.CGROUP_INET6_POST_BIND);

  private AttachTypes() {}

  /**
   * Whether bpf(2) loads programs of a type with an attach type.
   *
   * @param attach null for none, which is number 0 to the kernel but for types with a default
   */
  public static boolean allowed(ProgramType type, @Nullable AttachType attach) {
    AttachType given = attach == null ? AttachType.CGROUP_INET_INGRESS : attach;
    return switch (type) {
      case CGROUP_SOCK -> attach == null || SOCKETS.contains(given);
      case CGROUP_SOCK_ADDR -> ADDRESSES.contains(given);
      case CGROUP_SKB ->
          given == AttachType.CGROUP_INET_INGRESS || given == AttachType.CGROUP_INET_EGRESS;
      case CGROUP_SOCKOPT ->
          given == AttachType.CGROUP_GETSOCKOPT || given == AttachType.CGROUP_SETSOCKOPT;
      case SK_LOOKUP -> given == AttachType.SK_LOOKUP;
      case SK_REUSEPORT ->
          attach == null
              || given == AttachType.SK_REUSEPORT_SELECT
              || given == AttachType.SK_REUSEPORT_SELECT_OR_MIGRATE;
      case NETFILTER -> given == AttachType.NETFILTER;
      case SYSCALL, EXT -> given == AttachType.CGROUP_INET_INGRESS;
      case UNSPEC,
          SOCKET_FILTER,
          KPROBE,
          SCHED_CLS,
          SCHED_ACT,
          TRACEPOINT,
          XDP,
          PERF_EVENT,
          LWT_IN,
          LWT_OUT,
          LWT_XMIT,
          SOCK_OPS,
          SK_SKB,
          CGROUP_DEVICE,
          SK_MSG,
          RAW_TRACEPOINT,
          LWT_SEG6LOCAL,
          LIRC_MODE2,
          FLOW_DISSECTOR,
          CGROUP_SYSCTL,
          RAW_TRACEPOINT_WRITABLE,
          TRACING,
          STRUCT_OPS,
          LSM ->
          true;
    };
  }
}
