package dev.hugetext.verifier.rewrite;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.proto.AttachType;
import dev.hugetext.bpf.proto.HelperTable;

/**
 * Which functions have a stack of their own, one for each CPU: those with much of it, in programs
 * of kinds that cannot be interrupted by themselves (rule of Linux 6.18, its borders measured).
 */
final class PrivateStacks {
  /** Frames are accounted in these units. */
  private static final int UNIT = 16;

  private static final int LEAST = 64;

  private PrivateStacks() {}

  /**
   * Whether a function has one.
   *
   * @param stackDepth bytes that the function itself uses
   */
  static boolean has(BpfProgram program, int stackDepth) {
    return (stackDepth + UNIT - 1) / UNIT * UNIT >= LEAST
        && isGuardedAgainstItself(program)
        && !hasTailCall(program);
  }

  private static boolean isGuardedAgainstItself(BpfProgram program) {
    return switch (program.type()) {
      case KPROBE, TRACEPOINT, PERF_EVENT, RAW_TRACEPOINT -> true;
      case TRACING -> program.attach() != AttachType.TRACE_ITER;
      case UNSPEC,
          SOCKET_FILTER,
          SCHED_CLS,
          SCHED_ACT,
          XDP,
          CGROUP_SKB,
          CGROUP_SOCK,
          LWT_IN,
          LWT_OUT,
          LWT_XMIT,
          SOCK_OPS,
          SK_SKB,
          CGROUP_DEVICE,
          SK_MSG,
          CGROUP_SOCK_ADDR,
          LWT_SEG6LOCAL,
          LIRC_MODE2,
          SK_REUSEPORT,
          FLOW_DISSECTOR,
          CGROUP_SYSCTL,
          RAW_TRACEPOINT_WRITABLE,
          CGROUP_SOCKOPT,
          STRUCT_OPS,
          EXT,
          LSM,
          SK_LOOKUP,
          SYSCALL,
          NETFILTER ->
          false;
    };
  }

  /** Dead code counts. */
  private static boolean hasTailCall(BpfProgram program) {
    for (int slot = 0; slot < program.insns().size(); ) {
      Insn insn = Insn.decode(program.insns(), slot);
      if (insn.equals(new Insn.CallHelper(HelperTable.TAIL_CALL.id()))) {
        return true;
      }
      slot += insn.slots();
    }
    return false;
  }
}
