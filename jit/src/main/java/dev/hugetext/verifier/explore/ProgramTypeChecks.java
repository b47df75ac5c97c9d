package dev.hugetext.verifier.explore;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.proto.AttachType;
import dev.hugetext.bpf.proto.AttachTypes;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;

/** What is refused for the program's type, attach type and load flags alone. */
final class ProgramTypeChecks {
  private ProgramTypeChecks() {}

  static void check(BpfProgram program) {
    ProgramType type = program.type();
    if (needsKernelTypes(type)) {
      throw Refusal.of(
          Rule.UNSUPPORTED, "programs of type %s are not supported yet".formatted(type.text()));
    }
    if (type == ProgramType.UNSPEC || !AttachTypes.allowed(type, program.attach())) {
      AttachType attach = program.attach();
      throw Refusal.of(
          Rule.ATTACH_TYPE,
          "%s with attach type %s".formatted(type.text(), attach == null ? "none" : attach.text()));
    }
    checkSleepable(program, type);
  }

  /** Their context is described by the running kernel's BTF, or was not measured. */
  private static boolean needsKernelTypes(ProgramType type) {
    return switch (type) {
      case LIRC_MODE2, TRACING, STRUCT_OPS, EXT, LSM -> true;
      case UNSPEC,
          SOCKET_FILTER,
          KPROBE,
          SCHED_CLS,
          SCHED_ACT,
          TRACEPOINT,
          XDP,
          PERF_EVENT,
          CGROUP_SKB,
          CGROUP_SOCK,
          LWT_IN,
          LWT_OUT,
          LWT_XMIT,
          SOCK_OPS,
          SK_SKB,
          CGROUP_DEVICE,
          SK_MSG,
          RAW_TRACEPOINT,
          CGROUP_SOCK_ADDR,
          LWT_SEG6LOCAL,
          SK_REUSEPORT,
          FLOW_DISSECTOR,
          CGROUP_SYSCTL,
          RAW_TRACEPOINT_WRITABLE,
          CGROUP_SOCKOPT,
          SK_LOOKUP,
          SYSCALL,
          NETFILTER ->
          false;
    };
  }

  /** Programs for system calls always sleep, those for user space's functions may. */
  private static void checkSleepable(BpfProgram program, ProgramType type) {
    if (type == ProgramType.SYSCALL && !program.isSleepable()) {
      throw Refusal.of(Rule.SLEEPABLE, "Syscall programs can only be sleepable");
    }
    if (program.isSleepable() && type != ProgramType.SYSCALL && type != ProgramType.KPROBE) {
      throw Refusal.of(
          Rule.SLEEPABLE,
          "Only fentry/fexit/fmod_ret, lsm, iter, uprobe, and struct_ops programs can be sleepable");
    }
  }
}
