package dev.hugetext.loader.context;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.loader.map.KernelHeap;

/** Which kind of context a program type is test-run with. */
public final class TestContexts {
  /** The Ethernet header: every packet has one. */
  static final int ETH_HLEN = 14;

  private TestContexts() {}

  /** Whether programs of this type are given a packet. */
  public static boolean takesPackets(ProgramType type) {
    return switch (type) {
      case XDP,
          SCHED_CLS,
          SCHED_ACT,
          SOCKET_FILTER,
          CGROUP_SKB,
          LWT_IN,
          LWT_OUT,
          LWT_XMIT,
          FLOW_DISSECTOR ->
          true;
      default -> false;
    };
  }

  /** Whether the kernel takes no number of repetitions for this type. */
  public static boolean runsOnce(ProgramType type) {
    return type == ProgramType.RAW_TRACEPOINT || type == ProgramType.SYSCALL;
  }

  /** Whether the context can be asked for afterwards. */
  public static boolean handsContextBack(ProgramType type) {
    return type != ProgramType.RAW_TRACEPOINT;
  }

  /**
   * Lays out the context of a test run: for types that {@code BPF_PROG_TEST_RUN} takes by its
   * rules, for others as the context says, zeros where it says nothing.
   *
   * @param heap where it is put; without room the run is refused with ENOMEM
   */
  public static ContextOutcome prepare(TestTarget target, TestInput input, KernelHeap heap) {
    if (!takesPackets(target.type()) && input.data().length != 0) {
      return invalid("programs of type %s take no packet".formatted(target.type().text()));
    }
    return switch (target.type()) {
      case XDP -> XdpTestContext.prepare(input, heap);
      case SCHED_CLS, SCHED_ACT -> SkbTestContext.prepare(input, true, heap);
      case SOCKET_FILTER, CGROUP_SKB, LWT_IN, LWT_OUT, LWT_XMIT ->
          SkbTestContext.prepare(input, false, heap);
      case RAW_TRACEPOINT -> PlainTestContext.rawTracepoint(target, input, heap);
      case SYSCALL -> PlainTestContext.syscall(target, input, heap);
      case FLOW_DISSECTOR -> FlowTestContext.prepare(input, heap);
      case SK_LOOKUP -> SkLookupTestContext.prepare(target, input, heap);
      case KPROBE,
          TRACEPOINT,
          PERF_EVENT,
          RAW_TRACEPOINT_WRITABLE,
          CGROUP_SOCK,
          CGROUP_SOCK_ADDR,
          CGROUP_DEVICE,
          CGROUP_SYSCTL,
          CGROUP_SOCKOPT,
          SOCK_OPS ->
          LayoutTestContext.prepare(target, input, heap);
      case UNSPEC,
          LWT_SEG6LOCAL,
          SK_SKB,
          SK_MSG,
          SK_REUSEPORT,
          LIRC_MODE2,
          TRACING,
          STRUCT_OPS,
          EXT,
          LSM,
          NETFILTER ->
          new ContextOutcome.Refused(
              Errno.ENOTSUPP,
              "programs of type %s cannot be run here".formatted(target.type().text()));
    };
  }

  static ContextOutcome.Refused invalid(String reason) {
    return new ContextOutcome.Refused(Errno.EINVAL, reason);
  }
}
