package dev.hugetext.bpf.proto;

/** Contexts of programs that decide about devices, settings and socket options. */
final class ControlContexts {
  static final ContextLayout CGROUP_DEVICE =
      FieldTable.mirrored(
          "bpf_cgroup_dev_ctx",
          """
          access_type              0     4 124  -    scalar
          major                    4     4 4    -    scalar
          minor                    8     4 4    -    scalar
          """);

  static final ContextLayout CGROUP_SYSCTL =
      FieldTable.measured(
          "bpf_sysctl",
          """
          write                    0     4 124  -    scalar    4@52
          file_pos                 4     4 124  4    scalar    56>4@0!64
          """);

  static final ContextLayout GETSOCKOPT =
      FieldTable.measured(
          "bpf_sockopt",
          """
          sk                       0     8 8    -    sock      8@0
          optval                   8     8 8    -    pkt       8@8
          optval_end              16     8 8    -    pkt_end   8@16
          level                   24     4 4    -    scalar    4@24
          optname                 28     4 4    -    scalar    4@28
          optlen                  32     4 4    4    scalar    4@32
          retval                  36     4 4    4    scalar
          """);

  static final ContextLayout SETSOCKOPT =
      FieldTable.measured(
          "bpf_sockopt",
          """
          sk                       0     8 8    -    sock      8@0
          optval                   8     8 8    -    pkt       8@8
          optval_end              16     8 8    -    pkt_end   8@16
          level                   24     4 4    4    scalar    4@24
          optname                 28     4 4    4    scalar    4@28
          optlen                  32     4 4    4    scalar    4@32
          """);

  static final ContextLayout NETFILTER =
      FieldTable.measured(
          "bpf_nf_ctx",
          """
          state                    0     8 8    -    trusted_ptr_nf_hook_state 8@0
          skb                      8     8 8    -    trusted_ptr_sk_buff 8@8
          """);

  private ControlContexts() {}
}
