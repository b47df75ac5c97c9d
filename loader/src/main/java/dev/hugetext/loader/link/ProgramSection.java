package dev.hugetext.loader.link;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.proto.AttachType;
import dev.hugetext.bpf.proto.ProgramType;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a section's name says about the programs in it (Linux documentation, libbpf, "Program Types
 * and ELF Sections").
 *
 * <p>A pattern with {@code +} at its end stands for the name alone and for the name with a slash
 * and a target behind it; one without stands for itself. The first row that fits counts.
 */
enum ProgramSection {
  // @formatter:off             pattern                  type                                  attach type
  SOCKET                      ("socket",                 ProgramType.SOCKET_FILTER),
  REUSEPORT_MIGRATE           ("sk_reuseport/migrate",   ProgramType.SK_REUSEPORT,             AttachType.SK_REUSEPORT_SELECT_OR_MIGRATE),
  REUSEPORT                   ("sk_reuseport",           ProgramType.SK_REUSEPORT,             AttachType.SK_REUSEPORT_SELECT),
  KPROBE                      ("kprobe+",                ProgramType.KPROBE),
  KRETPROBE                   ("kretprobe+",             ProgramType.KPROBE),
  KPROBE_MULTI                ("kprobe.multi+",          ProgramType.KPROBE,                   AttachType.TRACE_KPROBE_MULTI),
  KRETPROBE_MULTI             ("kretprobe.multi+",       ProgramType.KPROBE,                   AttachType.TRACE_KPROBE_MULTI),
  KPROBE_SESSION              ("kprobe.session+",        ProgramType.KPROBE,                   AttachType.TRACE_KPROBE_SESSION),
  KSYSCALL                    ("ksyscall+",              ProgramType.KPROBE),
  KRETSYSCALL                 ("kretsyscall+",           ProgramType.KPROBE),
  UPROBE                      ("uprobe+",                ProgramType.KPROBE),
  UPROBE_SLEEPABLE            ("uprobe.s+",              ProgramType.KPROBE,                   null, Flag.SLEEPABLE),
  URETPROBE                   ("uretprobe+",             ProgramType.KPROBE),
  URETPROBE_SLEEPABLE         ("uretprobe.s+",           ProgramType.KPROBE,                   null, Flag.SLEEPABLE),
  UPROBE_MULTI                ("uprobe.multi+",          ProgramType.KPROBE,                   AttachType.TRACE_UPROBE_MULTI),
  UPROBE_MULTI_SLEEPABLE      ("uprobe.multi.s+",        ProgramType.KPROBE,                   AttachType.TRACE_UPROBE_MULTI, Flag.SLEEPABLE),
  URETPROBE_MULTI             ("uretprobe.multi+",       ProgramType.KPROBE,                   AttachType.TRACE_UPROBE_MULTI),
  URETPROBE_MULTI_SLEEPABLE   ("uretprobe.multi.s+",     ProgramType.KPROBE,                   AttachType.TRACE_UPROBE_MULTI, Flag.SLEEPABLE),
  UPROBE_SESSION              ("uprobe.session+",        ProgramType.KPROBE,                   AttachType.TRACE_UPROBE_SESSION),
  UPROBE_SESSION_SLEEPABLE    ("uprobe.session.s+",      ProgramType.KPROBE,                   AttachType.TRACE_UPROBE_SESSION, Flag.SLEEPABLE),
  USDT                        ("usdt+",                  ProgramType.KPROBE),
  USDT_SLEEPABLE              ("usdt.s+",                ProgramType.KPROBE,                   null, Flag.SLEEPABLE),
  TCX_INGRESS                 ("tcx/ingress",            ProgramType.SCHED_CLS,                AttachType.TCX_INGRESS),
  TCX_EGRESS                  ("tcx/egress",             ProgramType.SCHED_CLS,                AttachType.TCX_EGRESS),
  TC_INGRESS                  ("tc/ingress",             ProgramType.SCHED_CLS,                AttachType.TCX_INGRESS),
  TC_EGRESS                   ("tc/egress",              ProgramType.SCHED_CLS,                AttachType.TCX_EGRESS),
  TC                          ("tc",                     ProgramType.SCHED_CLS),
  CLASSIFIER                  ("classifier",             ProgramType.SCHED_CLS),
  NETKIT_PRIMARY              ("netkit/primary",         ProgramType.SCHED_CLS,                AttachType.NETKIT_PRIMARY),
  NETKIT_PEER                 ("netkit/peer",            ProgramType.SCHED_CLS,                AttachType.NETKIT_PEER),
  ACTION                      ("action",                 ProgramType.SCHED_ACT),
  TRACEPOINT                  ("tracepoint+",            ProgramType.TRACEPOINT),
  TP                          ("tp+",                    ProgramType.TRACEPOINT),
  RAW_TRACEPOINT              ("raw_tracepoint+",        ProgramType.RAW_TRACEPOINT),
  RAW_TP                      ("raw_tp+",                ProgramType.RAW_TRACEPOINT),
  RAW_TRACEPOINT_WRITABLE     ("raw_tracepoint.w+",      ProgramType.RAW_TRACEPOINT_WRITABLE),
  RAW_TP_WRITABLE             ("raw_tp.w+",              ProgramType.RAW_TRACEPOINT_WRITABLE),
  TP_BTF                      ("tp_btf+",                ProgramType.TRACING,                  AttachType.TRACE_RAW_TP),
  FENTRY                      ("fentry+",                ProgramType.TRACING,                  AttachType.TRACE_FENTRY),
  FENTRY_SLEEPABLE            ("fentry.s+",              ProgramType.TRACING,                  AttachType.TRACE_FENTRY, Flag.SLEEPABLE),
  FEXIT                       ("fexit+",                 ProgramType.TRACING,                  AttachType.TRACE_FEXIT),
  FEXIT_SLEEPABLE             ("fexit.s+",               ProgramType.TRACING,                  AttachType.TRACE_FEXIT, Flag.SLEEPABLE),
  FMOD_RET                    ("fmod_ret+",              ProgramType.TRACING,                  AttachType.MODIFY_RETURN),
  FMOD_RET_SLEEPABLE          ("fmod_ret.s+",            ProgramType.TRACING,                  AttachType.MODIFY_RETURN, Flag.SLEEPABLE),
  ITERATOR                    ("iter+",                  ProgramType.TRACING,                  AttachType.TRACE_ITER),
  ITERATOR_SLEEPABLE          ("iter.s+",                ProgramType.TRACING,                  AttachType.TRACE_ITER, Flag.SLEEPABLE),
  FREPLACE                    ("freplace+",              ProgramType.EXT),
  LSM                         ("lsm+",                   ProgramType.LSM,                      AttachType.LSM_MAC),
  LSM_SLEEPABLE               ("lsm.s+",                 ProgramType.LSM,                      AttachType.LSM_MAC, Flag.SLEEPABLE),
  LSM_CGROUP                  ("lsm_cgroup+",            ProgramType.LSM,                      AttachType.LSM_CGROUP),
  SYSCALL                     ("syscall",                ProgramType.SYSCALL,                  null, Flag.SLEEPABLE),
  XDP_FRAGS_DEVMAP            ("xdp.frags/devmap",       ProgramType.XDP,                      AttachType.XDP_DEVMAP, Flag.XDP_HAS_FRAGS),
  XDP_DEVMAP                  ("xdp/devmap",             ProgramType.XDP,                      AttachType.XDP_DEVMAP),
  XDP_FRAGS_CPUMAP            ("xdp.frags/cpumap",       ProgramType.XDP,                      AttachType.XDP_CPUMAP, Flag.XDP_HAS_FRAGS),
  XDP_CPUMAP                  ("xdp/cpumap",             ProgramType.XDP,                      AttachType.XDP_CPUMAP),
  XDP_FRAGS                   ("xdp.frags",              ProgramType.XDP,                      AttachType.XDP, Flag.XDP_HAS_FRAGS),
  XDP                         ("xdp",                    ProgramType.XDP,                      AttachType.XDP),
  PERF_EVENT                  ("perf_event",             ProgramType.PERF_EVENT),
  LWT_IN                      ("lwt_in",                 ProgramType.LWT_IN),
  LWT_OUT                     ("lwt_out",                ProgramType.LWT_OUT),
  LWT_XMIT                    ("lwt_xmit",               ProgramType.LWT_XMIT),
  LWT_SEG6LOCAL               ("lwt_seg6local",          ProgramType.LWT_SEG6LOCAL),
  SOCKOPS                     ("sockops",                ProgramType.SOCK_OPS,                 AttachType.CGROUP_SOCK_OPS),
  SK_SKB_PARSER               ("sk_skb/stream_parser",   ProgramType.SK_SKB,                   AttachType.SK_SKB_STREAM_PARSER),
  SK_SKB_STREAM_VERDICT       ("sk_skb/stream_verdict",  ProgramType.SK_SKB,                   AttachType.SK_SKB_STREAM_VERDICT),
  SK_SKB_VERDICT              ("sk_skb/verdict",         ProgramType.SK_SKB,                   AttachType.SK_SKB_VERDICT),
  SK_SKB                      ("sk_skb",                 ProgramType.SK_SKB),
  SK_MSG                      ("sk_msg",                 ProgramType.SK_MSG,                   AttachType.SK_MSG_VERDICT),
  LIRC_MODE2                  ("lirc_mode2",             ProgramType.LIRC_MODE2,               AttachType.LIRC_MODE2),
  FLOW_DISSECTOR              ("flow_dissector",         ProgramType.FLOW_DISSECTOR,           AttachType.FLOW_DISSECTOR),
  CGROUP_SKB_INGRESS          ("cgroup_skb/ingress",     ProgramType.CGROUP_SKB,               AttachType.CGROUP_INET_INGRESS),
  CGROUP_SKB_EGRESS           ("cgroup_skb/egress",      ProgramType.CGROUP_SKB,               AttachType.CGROUP_INET_EGRESS),
  CGROUP_SKB                  ("cgroup/skb",             ProgramType.CGROUP_SKB),
  CGROUP_SOCK_CREATE          ("cgroup/sock_create",     ProgramType.CGROUP_SOCK,              AttachType.CGROUP_INET_SOCK_CREATE),
  CGROUP_SOCK_RELEASE         ("cgroup/sock_release",    ProgramType.CGROUP_SOCK,              AttachType.CGROUP_INET_SOCK_RELEASE),
  CGROUP_SOCK                 ("cgroup/sock",            ProgramType.CGROUP_SOCK,              AttachType.CGROUP_INET_SOCK_CREATE),
  CGROUP_POST_BIND4           ("cgroup/post_bind4",      ProgramType.CGROUP_SOCK,              AttachType.CGROUP_INET4_POST_BIND),
  CGROUP_POST_BIND6           ("cgroup/post_bind6",      ProgramType.CGROUP_SOCK,              AttachType.CGROUP_INET6_POST_BIND),
  CGROUP_BIND4                ("cgroup/bind4",           ProgramType.CGROUP_SOCK_ADDR,         AttachType.CGROUP_INET4_BIND),
  CGROUP_BIND6                ("cgroup/bind6",           ProgramType.CGROUP_SOCK_ADDR,         AttachType.CGROUP_INET6_BIND),
  CGROUP_CONNECT4             ("cgroup/connect4",        ProgramType.CGROUP_SOCK_ADDR,         AttachType.CGROUP_INET4_CONNECT),
  CGROUP_CONNECT6             ("cgroup/connect6",        ProgramType.CGROUP_SOCK_ADDR,         AttachType.CGROUP_INET6_CONNECT),
  CGROUP_CONNECT_UNIX         ("cgroup/connect_unix",    ProgramType.CGROUP_SOCK_ADDR,         AttachType.CGROUP_UNIX_CONNECT),
  CGROUP_SENDMSG4             ("cgroup/sendmsg4",        ProgramType.CGROUP_SOCK_ADDR,         AttachType.CGROUP_UDP4_SENDMSG),
  CGROUP_SENDMSG6             ("cgroup/sendmsg6",        ProgramType.CGROUP_SOCK_ADDR,         AttachType.CGROUP_UDP6_SENDMSG),
  CGROUP_SENDMSG_UNIX         ("cgroup/sendmsg_unix",    ProgramType.CGROUP_SOCK_ADDR,         AttachType.CGROUP_UNIX_SENDMSG),
  CGROUP_RECVMSG4             ("cgroup/recvmsg4",        ProgramType.CGROUP_SOCK_ADDR,         AttachType.CGROUP_UDP4_RECVMSG),
  CGROUP_RECVMSG6             ("cgroup/recvmsg6",        ProgramType.CGROUP_SOCK_ADDR,         AttachType.CGROUP_UDP6_RECVMSG),
  CGROUP_RECVMSG_UNIX         ("cgroup/recvmsg_unix",    ProgramType.CGROUP_SOCK_ADDR,         AttachType.CGROUP_UNIX_RECVMSG),
  CGROUP_GETPEERNAME4         ("cgroup/getpeername4",    ProgramType.CGROUP_SOCK_ADDR,         AttachType.CGROUP_INET4_GETPEERNAME),
  CGROUP_GETPEERNAME6         ("cgroup/getpeername6",    ProgramType.CGROUP_SOCK_ADDR,         AttachType.CGROUP_INET6_GETPEERNAME),
  CGROUP_GETPEERNAME_UNIX     ("cgroup/getpeername_unix", ProgramType.CGROUP_SOCK_ADDR,        AttachType.CGROUP_UNIX_GETPEERNAME),
  CGROUP_GETSOCKNAME4         ("cgroup/getsockname4",    ProgramType.CGROUP_SOCK_ADDR,         AttachType.CGROUP_INET4_GETSOCKNAME),
  CGROUP_GETSOCKNAME6         ("cgroup/getsockname6",    ProgramType.CGROUP_SOCK_ADDR,         AttachType.CGROUP_INET6_GETSOCKNAME),
  CGROUP_GETSOCKNAME_UNIX     ("cgroup/getsockname_unix", ProgramType.CGROUP_SOCK_ADDR,        AttachType.CGROUP_UNIX_GETSOCKNAME),
  CGROUP_SYSCTL               ("cgroup/sysctl",          ProgramType.CGROUP_SYSCTL,            AttachType.CGROUP_SYSCTL),
  CGROUP_GETSOCKOPT           ("cgroup/getsockopt",      ProgramType.CGROUP_SOCKOPT,           AttachType.CGROUP_GETSOCKOPT),
  CGROUP_SETSOCKOPT           ("cgroup/setsockopt",      ProgramType.CGROUP_SOCKOPT,           AttachType.CGROUP_SETSOCKOPT),
  CGROUP_DEVICE               ("cgroup/dev",             ProgramType.CGROUP_DEVICE,            AttachType.CGROUP_DEVICE),
  STRUCT_OPS                  ("struct_ops+",            ProgramType.STRUCT_OPS),
  STRUCT_OPS_SLEEPABLE        ("struct_ops.s+",          ProgramType.STRUCT_OPS,               null, Flag.SLEEPABLE),
  SK_LOOKUP                   ("sk_lookup",              ProgramType.SK_LOOKUP,                AttachType.SK_LOOKUP),
  NETFILTER                   ("netfilter",              ProgramType.NETFILTER,                AttachType.NETFILTER);
  // @formatter:on

  /** Marks a program that is not loaded unless asked for by name. */
  private static final String ON_DEMAND = "?";

  private static final char WITH_TARGET = '+';

  private final String pattern;
  private final ProgramType type;
  private final @Nullable AttachType attach;
  private final int flags;

  /** Load flags (UAPI {@code BPF_F_*} of BPF_PROG_LOAD). */
  private static final class Flag {
    static final int SLEEPABLE = BpfProgram.SLEEPABLE;
    static final int XDP_HAS_FRAGS = 1 << 5;
  }

  ProgramSection(String pattern, ProgramType type) {
    this(pattern, type, null, 0);
  }

  ProgramSection(String pattern, ProgramType type, AttachType attach) {
    this(pattern, type, attach, 0);
  }

  ProgramSection(String pattern, ProgramType type, @Nullable AttachType attach, int flags) {
    this.pattern = pattern;
    this.type = type;
    this.attach = attach;
    this.flags = flags;
  }

  /**
   * The row for a section of that name; empty if its programs' type cannot be told. Where no name
   * fits, the row counts whose name the section's begins with, as it did before libbpf 1.0.
   */
  static Optional<ProgramSection> of(String section) {
    return exactly(section).or(() -> byPrefix(section));
  }

  private static Optional<ProgramSection> byPrefix(String section) {
    return Arrays.stream(values())
        .filter(row -> row.pattern.indexOf(WITH_TARGET) < 0 && section.startsWith(row.pattern))
        .findFirst();
  }

  /** The row for a section of exactly that name; empty if there is none. */
  static Optional<ProgramSection> exactly(String section) {
    String name = isOnDemand(section) ? section.substring(ON_DEMAND.length()) : section;
    for (ProgramSection row : values()) {
      if (row.fits(name)) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }

  /** Whether the programs of a section of that name are loaded only when asked for. */
  static boolean isOnDemand(String section) {
    return section.startsWith(ON_DEMAND);
  }

  ProgramType type() {
    return type;
  }

  /** What programs are loaded for, or null where the type has no choice. */
  @Nullable AttachType attach() {
    return attach;
  }

  /** Load flags: {@code BPF_F_SLEEPABLE}, {@code BPF_F_XDP_HAS_FRAGS}. */
  int flags() {
    return flags;
  }

  private boolean fits(String name) {
    int last = pattern.length() - 1;
    if (pattern.charAt(last) != WITH_TARGET) {
      return name.equals(pattern);
    }
    return name.startsWith(pattern.substring(0, last))
        && (name.length() == last || name.charAt(last) == '/');
  }
}
