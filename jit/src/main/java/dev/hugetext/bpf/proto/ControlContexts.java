package dev.hugetext.bpf.proto;

/** Contexts of programs that decide about devices, settings and socket options. */
final class ControlContexts {
  static final ContextLayout CGROUP_DEVICE =
      FieldTable.layout(
          "bpf_cgroup_dev_ctx",
          """
          access_type            0     4 124  -    scalar
          major                  4     4 4    -    scalar
          minor                  8     4 4    -    scalar
          """);

  static final ContextLayout CGROUP_SYSCTL =
      FieldTable.layout(
          "bpf_sysctl",
          """
          write                  0     4 124  -    scalar
          file_pos               4     4 124  4    scalar
          """);

  static final ContextLayout GETSOCKOPT =
      FieldTable.layout(
          "bpf_sockopt",
          """
          sk                     0     8 8    -    sock
          optval                 8     8 8    -    pkt
          optval_end            16     8 8    -    pkt_end
          level                 24     4 4    -    scalar
          optname               28     4 4    -    scalar
          optlen                32     4 4    4    scalar
          retval                36     4 4    4    scalar
          """);

  static final ContextLayout SETSOCKOPT =
      FieldTable.layout(
          "bpf_sockopt",
          """
          sk                     0     8 8    -    sock
          optval                 8     8 8    -    pkt
          optval_end            16     8 8    -    pkt_end
          level                 24     4 4    4    scalar
          optname               28     4 4    4    scalar
          optlen                32     4 4    4    scalar
          """);

  static final ContextLayout NETFILTER =
      FieldTable.layout(
          "bpf_nf_ctx",
          """
          state                  0     8 8    -    trusted_ptr_nf_hook_state
          skb                    8     8 8    -    trusted_ptr_sk_buff
          """);

  private ControlContexts() {}
}
