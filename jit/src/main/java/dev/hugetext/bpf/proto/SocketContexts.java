package dev.hugetext.bpf.proto;

/** Contexts of programs that see sockets and addresses. */
final class SocketContexts {
  static final ContextLayout SOCK_CREATE =
      FieldTable.layout(
          "bpf_sock",
          """
          bound_dev_if           0     4 4    4    scalar
          family                 4     1 1    -    scalar
          family                 4     2 2    -    scalar
          family                 4     4 4    -    scalar
          type                   8     1 1    -    scalar
          type                   8     2 2    -    scalar
          type                   8     4 4    -    scalar
          protocol              12     1 1    -    scalar
          protocol              12     2 2    -    scalar
          protocol              12     4 4    -    scalar
          mark                  16     4 4    4    scalar
          priority              20     4 4    4    scalar
          dst_port              48     2 12   -    scalar
          dst_port              48     4 4    -    scalar
          dst_ip4               52     4 124  -    scalar
          dst_ip6               56    16 124  -    scalar
          state                 72     1 1    -    scalar
          state                 72     2 2    -    scalar
          state                 72     4 4    -    scalar
          rx_queue_mapping      76     1 1    -    scalar
          rx_queue_mapping      76     2 2    -    scalar
          rx_queue_mapping      76     4 4    -    scalar
          """);

  static final ContextLayout SOCK_POST_BIND4 =
      FieldTable.layout(
          "bpf_sock",
          """
          family                 4     1 1    -    scalar
          family                 4     2 2    -    scalar
          family                 4     4 4    -    scalar
          type                   8     1 1    -    scalar
          type                   8     2 2    -    scalar
          type                   8     4 4    -    scalar
          protocol              12     1 1    -    scalar
          protocol              12     2 2    -    scalar
          protocol              12     4 4    -    scalar
          src_ip4               24     4 124  -    scalar
          src_port              44     1 1    -    scalar
          src_port              44     2 2    -    scalar
          src_port              44     4 4    -    scalar
          dst_port              48     2 12   -    scalar
          dst_port              48     4 4    -    scalar
          dst_ip4               52     4 124  -    scalar
          dst_ip6               56    16 124  -    scalar
          state                 72     1 1    -    scalar
          state                 72     2 2    -    scalar
          state                 72     4 4    -    scalar
          rx_queue_mapping      76     1 1    -    scalar
          rx_queue_mapping      76     2 2    -    scalar
          rx_queue_mapping      76     4 4    -    scalar
          """);

  static final ContextLayout SOCK_POST_BIND6 =
      FieldTable.layout(
          "bpf_sock",
          """
          family                 4     1 1    -    scalar
          family                 4     2 2    -    scalar
          family                 4     4 4    -    scalar
          type                   8     1 1    -    scalar
          type                   8     2 2    -    scalar
          type                   8     4 4    -    scalar
          protocol              12     1 1    -    scalar
          protocol              12     2 2    -    scalar
          protocol              12     4 4    -    scalar
          src_ip6               28    16 124  -    scalar
          src_port              44     1 1    -    scalar
          src_port              44     2 2    -    scalar
          src_port              44     4 4    -    scalar
          dst_port              48     2 12   -    scalar
          dst_port              48     4 4    -    scalar
          dst_ip4               52     4 124  -    scalar
          dst_ip6               56    16 124  -    scalar
          state                 72     1 1    -    scalar
          state                 72     2 2    -    scalar
          state                 72     4 4    -    scalar
          rx_queue_mapping      76     1 1    -    scalar
          rx_queue_mapping      76     2 2    -    scalar
          rx_queue_mapping      76     4 4    -    scalar
          """);

  static final ContextLayout SOCK_OPS =
      FieldTable.layout(
          "bpf_sock_ops",
          """
          op                     0     4 4    -    scalar
          reply                  4     4 4    4    scalar
          args                   8    12 4    -    scalar
          family                20     4 4    -    scalar
          remote_ip4            24     4 4    -    scalar
          local_ip4             28     4 4    -    scalar
          remote_ip6            32    16 4    -    scalar
          local_ip6             48    16 4    -    scalar
          remote_port           64     4 4    -    scalar
          local_port            68     4 4    -    scalar
          is_fullsock           72     4 4    -    scalar
          snd_cwnd              76     4 4    -    scalar
          srtt_us               80     4 4    -    scalar
          bpf_sock_ops_cb_flags  84     4 4    -    scalar
          state                 88     4 4    -    scalar
          rtt_min               92     4 4    -    scalar
          snd_ssthresh          96     4 4    -    scalar
          rcv_nxt              100     4 4    -    scalar
          snd_nxt              104     4 4    -    scalar
          snd_una              108     4 4    -    scalar
          mss_cache            112     4 4    -    scalar
          ecn_flags            116     4 4    -    scalar
          rate_delivered       120     4 4    -    scalar
          rate_interval_us     124     4 4    -    scalar
          packets_out          128     4 4    -    scalar
          retrans_out          132     4 4    -    scalar
          total_retrans        136     4 4    -    scalar
          segs_in              140     4 4    -    scalar
          data_segs_in         144     4 4    -    scalar
          segs_out             148     4 4    -    scalar
          data_segs_out        152     4 4    -    scalar
          lost_out             156     4 4    -    scalar
          sacked_out           160     4 4    -    scalar
          sk_txhash            164     4 4    4    scalar
          bytes_received       168     8 8    -    scalar
          bytes_acked          176     8 8    -    scalar
          sk                   184     8 8    -    sock_or_null
          skb_data             192     8 8    -    pkt
          skb_data_end         200     8 8    -    pkt_end
          skb_len              208     4 4    -    scalar
          skb_tcp_flags        212     1 1    -    scalar
          skb_tcp_flags        212     2 2    -    scalar
          skb_tcp_flags        212     4 4    -    scalar
          skb_hwtstamp         216     8 8    -    scalar
          """);

  static final ContextLayout SK_MSG =
      FieldTable.layout(
          "sk_msg_md",
          """
          data                   0     8 8    -    pkt
          data_end               8     8 8    -    pkt_end
          family                16     4 4    -    scalar
          remote_ip4            20     4 4    -    scalar
          local_ip4             24     4 4    -    scalar
          remote_ip6            28    16 4    -    scalar
          local_ip6             44    16 4    -    scalar
          remote_port           60     4 4    -    scalar
          local_port            64     4 4    -    scalar
          size                  68     4 4    -    scalar
          sk                    72     8 8    -    sock
          """);

  static final ContextLayout SK_REUSEPORT =
      FieldTable.layout(
          "sk_reuseport_md",
          """
          data                   0     8 8    -    pkt
          data_end               8     8 8    -    pkt_end
          len                   16     4 124  -    scalar
          eth_protocol          20     4 24   -    scalar
          ip_protocol           24     4 124  -    scalar
          bind_inany            28     4 124  -    scalar
          hash                  32     4 4    -    scalar
          sk                    40     8 8    -    sock
          migrating_sk          48     8 8    -    sock_common_or_null
          """);

  static final ContextLayout SK_LOOKUP =
      FieldTable.layout(
          "bpf_sk_lookup",
          """
          sk                     0     8 8    -    sock_or_null
          family                 8     4 124  -    scalar
          protocol              12     4 124  -    scalar
          remote_ip4            16     4 124  -    scalar
          remote_ip6            20    16 124  -    scalar
          remote_port           36     4 124  -    scalar
          local_ip4             40     4 124  -    scalar
          local_ip6             44    16 124  -    scalar
          local_port            60     4 124  -    scalar
          ingress_ifindex       64     4 124  -    scalar
          """);

  static final ContextLayout ADDR_IP4 =
      FieldTable.layout(
          "bpf_sock_addr",
          """
          user_family            0     4 4    -    scalar
          user_ip4               4     4 124  4    scalar
          user_port             24     4 124  4    scalar
          family                28     4 4    -    scalar
          type                  32     4 4    -    scalar
          protocol              36     4 4    -    scalar
          sk                    64     8 8    -    sock
          """);

  static final ContextLayout ADDR_IP6 =
      FieldTable.layout(
          "bpf_sock_addr",
          """
          user_family            0     4 4    -    scalar
          user_ip6               8    16 1248 48   scalar
          user_port             24     4 124  4    scalar
          family                28     4 4    -    scalar
          type                  32     4 4    -    scalar
          protocol              36     4 4    -    scalar
          sk                    64     8 8    -    sock
          """);

  static final ContextLayout ADDR_SENDMSG4 =
      FieldTable.layout(
          "bpf_sock_addr",
          """
          user_family            0     4 4    -    scalar
          user_ip4               4     4 124  4    scalar
          user_port             24     4 124  4    scalar
          family                28     4 4    -    scalar
          type                  32     4 4    -    scalar
          protocol              36     4 4    -    scalar
          msg_src_ip4           40     4 124  4    scalar
          sk                    64     8 8    -    sock
          """);

  static final ContextLayout ADDR_SENDMSG6 =
      FieldTable.layout(
          "bpf_sock_addr",
          """
          user_family            0     4 4    -    scalar
          user_ip6               8    16 1248 48   scalar
          user_port             24     4 124  4    scalar
          family                28     4 4    -    scalar
          type                  32     4 4    -    scalar
          protocol              36     4 4    -    scalar
          msg_src_ip6           44    16 1248 48   scalar
          sk                    64     8 8    -    sock
          """);

  static final ContextLayout ADDR_UNIX =
      FieldTable.layout(
          "bpf_sock_addr",
          """
          user_family            0     4 4    -    scalar
          user_port             24     4 124  4    scalar
          family                28     4 4    -    scalar
          type                  32     4 4    -    scalar
          protocol              36     4 4    -    scalar
          sk                    64     8 8    -    sock
          """);

  private SocketContexts() {}
}
