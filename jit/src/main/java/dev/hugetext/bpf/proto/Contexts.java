package dev.hugetext.bpf.proto;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of all program types: which fields there are, who may read and write them in which
 * widths, and how accesses are rewritten.
 *
 * <p>Measured by trying every offset and width on a 6.18.44 kernel with all privileges ({@code
 * contexts.py} and {@code layouts.py} of the tests).
 */
public final class Contexts {
  private Contexts() {}

  /**
   * The context of programs of this type.
   *
   * @param attach the expected attach type, or null for the type's default
   * @return empty for types whose context is described by BTF (traced functions and the like) or
   *     was not measured
   */
  public static Optional<ContextLayout> of(ProgramType type, @Nullable AttachType attach) {
    return switch (type) {
      case XDP -> Optional.of(XdpContext.layout(attach));
      case SCHED_CLS, SCHED_ACT -> Optional.of(SkbContext.TRAFFIC_CONTROL);
      case SOCKET_FILTER -> Optional.of(SkbContext.SOCKET_FILTER);
      case CGROUP_SKB -> Optional.of(SkbVariants.CGROUP_SKB);
      case LWT_IN, LWT_OUT, LWT_XMIT, LWT_SEG6LOCAL -> Optional.of(SkbVariants.LWT);
      case SK_SKB -> Optional.of(SkbVariants.SK_SKB);
      case FLOW_DISSECTOR -> Optional.of(SkbVariants.FLOW_DISSECTOR);
      case KPROBE -> Optional.of(TracingContexts.KPROBE);
      case PERF_EVENT -> Optional.of(TracingContexts.PERF_EVENT);
      case TRACEPOINT -> Optional.of(TracingContexts.TRACEPOINT);
      case RAW_TRACEPOINT -> Optional.of(TracingContexts.RAW_TRACEPOINT);
      case RAW_TRACEPOINT_WRITABLE -> Optional.of(TracingContexts.RAW_TRACEPOINT_WRITABLE);
      case SYSCALL -> Optional.of(TracingContexts.SYSCALL);
      case SOCK_OPS -> Optional.of(SocketContexts.SOCK_OPS);
      case SK_MSG -> Optional.of(SocketContexts.SK_MSG);
      case SK_REUSEPORT -> Optional.of(SocketContexts.SK_REUSEPORT);
      case SK_LOOKUP -> Optional.of(SocketContexts.SK_LOOKUP);
      case CGROUP_SOCK -> Optional.of(cgroupSock(attach));
      case CGROUP_SOCK_ADDR -> cgroupSockAddr(attach);
      case CGROUP_DEVICE -> Optional.of(ControlContexts.CGROUP_DEVICE);
      case CGROUP_SYSCTL -> Optional.of(ControlContexts.CGROUP_SYSCTL);
      case CGROUP_SOCKOPT ->
          Optional.of(
              attach == AttachType.CGROUP_SETSOCKOPT
                  ? ControlContexts.SETSOCKOPT
                  : ControlContexts.GETSOCKOPT);
      case NETFILTER -> Optional.of(ControlContexts.NETFILTER);
      case UNSPEC, LIRC_MODE2, TRACING, STRUCT_OPS, EXT, LSM -> Optional.empty();
    };
  }

  private static ContextLayout cgroupSock(@Nullable AttachType attach) {
    if (attach == AttachType.CGROUP_INET4_POST_BIND) {
      return SocketContexts.SOCK_POST_BIND4;
    }
    return attach == AttachType.CGROUP_INET6_POST_BIND
        ? SocketContexts.SOCK_POST_BIND6
        : SocketContexts.SOCK_CREATE;
  }

  private static Optional<ContextLayout> cgroupSockAddr(@Nullable AttachType attach) {
    return switch (attach) {
      case CGROUP_INET4_BIND,
          CGROUP_INET4_CONNECT,
          CGROUP_UDP4_RECVMSG,
          CGROUP_INET4_GETPEERNAME,
          CGROUP_INET4_GETSOCKNAME ->
          Optional.of(SocketContexts.ADDR_IP4);
      case CGROUP_INET6_BIND,
          CGROUP_INET6_CONNECT,
          CGROUP_UDP6_RECVMSG,
          CGROUP_INET6_GETPEERNAME,
          CGROUP_INET6_GETSOCKNAME ->
          Optional.of(SocketContexts.ADDR_IP6);
      case CGROUP_UDP4_SENDMSG -> Optional.of(SocketContexts.ADDR_SENDMSG4);
      case CGROUP_UDP6_SENDMSG -> Optional.of(SocketContexts.ADDR_SENDMSG6);
      case CGROUP_UNIX_CONNECT,
          CGROUP_UNIX_SENDMSG,
          CGROUP_UNIX_RECVMSG,
          CGROUP_UNIX_GETPEERNAME,
          CGROUP_UNIX_GETSOCKNAME ->
          Optional.of(SocketContexts.ADDR_UNIX);
      case null, default -> Optional.empty();
    };
  }
}
