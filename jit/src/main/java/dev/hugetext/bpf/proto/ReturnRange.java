package dev.hugetext.bpf.proto;

import static dev.hugetext.bpf.proto.AttachType.CGROUP_INET_EGRESS;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The results that programs may end with, both ends included; measured on a 6.18.44 kernel for
 * every pair of program and attach type that it loads.
 */
public record ReturnRange(int min, int max) {
  private static final Optional<ReturnRange> ANY = Optional.empty();
  private static final Optional<ReturnRange> VERDICT = Optional.of(new ReturnRange(0, 1));
  private static final Optional<ReturnRange> VERDICT_AND_FLAG = Optional.of(new ReturnRange(0, 3));
  private static final Optional<ReturnRange> PASS = Optional.of(new ReturnRange(1, 1));

  /**
   * What programs of a type may return.
   *
   * @param attach the expected attach type, or null for the type's default
   * @return empty if anything
   */
  public static Optional<ReturnRange> of(ProgramType type, @Nullable AttachType attach) {
    return switch (type) {
      case CGROUP_SKB -> attach == CGROUP_INET_EGRESS ? VERDICT_AND_FLAG : VERDICT;
      case CGROUP_SOCK_ADDR -> ofAddresses(attach);
      case CGROUP_SOCK,
          CGROUP_DEVICE,
          CGROUP_SYSCTL,
          CGROUP_SOCKOPT,
          SOCK_OPS,
          SK_LOOKUP,
          NETFILTER ->
          VERDICT;
      case KPROBE -> ofProbes(attach);
      case UNSPEC,
          SOCKET_FILTER,
          SCHED_CLS,
          SCHED_ACT,
          TRACEPOINT,
          XDP,
          PERF_EVENT,
          LWT_IN,
          LWT_OUT,
          LWT_XMIT,
          SK_SKB,
          SK_MSG,
          RAW_TRACEPOINT,
          LWT_SEG6LOCAL,
          LIRC_MODE2,
          SK_REUSEPORT,
          FLOW_DISSECTOR,
          RAW_TRACEPOINT_WRITABLE,
          TRACING,
          STRUCT_OPS,
          EXT,
          LSM,
          SYSCALL ->
          ANY;
    };
  }

  private static Optional<ReturnRange> ofAddresses(@Nullable AttachType attach) {
    return switch (attach) {
      case CGROUP_INET4_BIND, CGROUP_INET6_BIND -> VERDICT_AND_FLAG;
      case CGROUP_UDP4_RECVMSG,
          CGROUP_UDP6_RECVMSG,
          CGROUP_UNIX_RECVMSG,
          CGROUP_INET4_GETPEERNAME,
          CGROUP_INET6_GETPEERNAME,
          CGROUP_UNIX_GETPEERNAME,
          CGROUP_INET4_GETSOCKNAME,
          CGROUP_INET6_GETSOCKNAME,
          CGROUP_UNIX_GETSOCKNAME ->
          PASS;
      case null, default -> VERDICT;
    };
  }

  private static Optional<ReturnRange> ofProbes(@Nullable AttachType attach) {
    boolean session =
        attach == AttachType.TRACE_KPROBE_SESSION || attach == AttachType.TRACE_UPROBE_SESSION;
    return session ? VERDICT : ANY;
  }
}
