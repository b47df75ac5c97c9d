package dev.hugetext.bpf.proto;

/** Contexts of programs that see sockets and addresses. */
final class SocketContexts {
  static final ContextLayout SOCK_CREATE =
      FieldTable.measured(
          "bpf_sock",
          """
          bound_dev_if             0     4 4    4    scalar    4@20
          family                   4     1 1    -    scalar
          family                   4     2 2    -    scalar    2@16
          family                   4     4 4    -    scalar    2@16
          type                     8     1 1    -    scalar
          type                     8     2 2    -    scalar    2@534
          type                     8     4 4    -    scalar    2@534
          protocol                12     1 1    -    scalar
          protocol                12     2 2    -    scalar    2@532
          protocol                12     4 4    -    scalar    2@532
          mark                    16     4 4    4    scalar    4@524
          priority                20     4 4    4    scalar    4@520
          dst_port                48     2 12   -    scalar    2@12
          dst_port                48     4 4    -    scalar    2@12
          dst_ip4                 52     4 124  -    scalar    4@0
          dst_ip6                 56     4 124  -    scalar    4@56
          dst_ip6                 60     4 124  -    scalar    4@60
          dst_ip6                 64     4 124  -    scalar    4@64
          dst_ip6                 68     4 124  -    scalar    4@68
          state                   72     1 1    -    scalar    1@18
          state                   72     2 2    -    scalar    1@18
          state                   72     4 4    -    scalar    1@18
          rx_queue_mapping        76     1 1    -    scalar
          rx_queue_mapping        76     2 2    -    scalar
          rx_queue_mapping        76     4 4    -    scalar
          """);

  static final ContextLayout SOCK_POST_BIND4 =
      FieldTable.measured(
          "bpf_sock",
          """
          family                   4     1 1    -    scalar
          family                   4     2 2    -    scalar    2@16
          family                   4     4 4    -    scalar    2@16
          type                     8     1 1    -    scalar
          type                     8     2 2    -    scalar    2@534
          type                     8     4 4    -    scalar    2@534
          protocol                12     1 1    -    scalar
          protocol                12     2 2    -    scalar    2@532
          protocol                12     4 4    -    scalar    2@532
          src_ip4                 24     4 124  -    scalar    4@4
          src_port                44     1 1    -    scalar
          src_port                44     2 2    -    scalar    2@14
          src_port                44     4 4    -    scalar    2@14
          dst_port                48     2 12   -    scalar    2@12
          dst_port                48     4 4    -    scalar    2@12
          dst_ip4                 52     4 124  -    scalar    4@0
          dst_ip6                 56     4 124  -    scalar    4@56
          dst_ip6                 60     4 124  -    scalar    4@60
          dst_ip6                 64     4 124  -    scalar    4@64
          dst_ip6                 68     4 124  -    scalar    4@68
          state                   72     1 1    -    scalar    1@18
          state                   72     2 2    -    scalar    1@18
          state                   72     4 4    -    scalar    1@18
          rx_queue_mapping        76     1 1    -    scalar
          rx_queue_mapping        76     2 2    -    scalar
          rx_queue_mapping        76     4 4    -    scalar
          """);

  static final ContextLayout SOCK_POST_BIND6 =
      FieldTable.measured(
          "bpf_sock",
          """
          family                   4     1 1    -    scalar
          family                   4     2 2    -    scalar    2@16
          family                   4     4 4    -    scalar    2@16
          type                     8     1 1    -    scalar
          type                     8     2 2    -    scalar    2@534
          type                     8     4 4    -    scalar    2@534
          protocol                12     1 1    -    scalar
          protocol                12     2 2    -    scalar    2@532
          protocol                12     4 4    -    scalar    2@532
          src_ip6                 28     4 124  -    scalar    4@72
          src_ip6                 32     4 124  -    scalar    4@76
          src_ip6                 36     4 124  -    scalar    4@80
          src_ip6                 40     4 124  -    scalar    4@84
          src_port                44     1 1    -    scalar
          src_port                44     2 2    -    scalar    2@14
          src_port                44     4 4    -    scalar    2@14
          dst_port                48     2 12   -    scalar    2@12
          dst_port                48     4 4    -    scalar    2@12
          dst_ip4                 52     4 124  -    scalar    4@0
          dst_ip6                 56     4 124  -    scalar    4@56
          dst_ip6                 60     4 124  -    scalar    4@60
          dst_ip6                 64     4 124  -    scalar    4@64
          dst_ip6                 68     4 124  -    scalar    4@68
          state                   72     1 1    -    scalar    1@18
          state                   72     2 2    -    scalar    1@18
          state                   72     4 4    -    scalar    1@18
          rx_queue_mapping        76     1 1    -    scalar
          rx_queue_mapping        76     2 2    -    scalar
          rx_queue_mapping        76     4 4    -    scalar
          """);

  static final ContextLayout SOCK_OPS =
      FieldTable.measured(
          "bpf_sock_ops",
          """
          op                       0     4 4    -    scalar    1@48
          reply                    4     4 4    4    scalar    4@8
          args                     8     4 4    -    scalar    4@12
          args                    12     4 4    -    scalar    4@16
          args                    16     4 4    -    scalar    4@20
          family                  20     4 4    -    scalar    0>2@16
          remote_ip4              24     4 4    -    scalar    0>4@0
          local_ip4               28     4 4    -    scalar    0>4@4
          remote_ip6              32     4 4    -    scalar    0>4@56
          remote_ip6              36     4 4    -    scalar    0>4@60
          remote_ip6              40     4 4    -    scalar    0>4@64
          remote_ip6              44     4 4    -    scalar    0>4@68
          local_ip6               48     4 4    -    scalar    0>4@72
          local_ip6               52     4 4    -    scalar    0>4@76
          local_ip6               56     4 4    -    scalar    0>4@80
          local_ip6               60     4 4    -    scalar    0>4@84
          remote_port             64     4 4    -    scalar    0>2@12<<16
          local_port              68     4 4    -    scalar    0>2@14
          is_fullsock             72     4 4    -    scalar    1@49
          snd_cwnd                76     4 4    -    scalar
          srtt_us                 80     4 4    -    scalar
          bpf_sock_ops_cb_flags   84     4 4    -    scalar
          state                   88     4 4    -    scalar    0>1@18
          rtt_min                 92     4 4    -    scalar    0>4@1500
          snd_ssthresh            96     4 4    -    scalar
          rcv_nxt                100     4 4    -    scalar
          snd_nxt                104     4 4    -    scalar
          snd_una                108     4 4    -    scalar
          mss_cache              112     4 4    -    scalar
          ecn_flags              116     4 4    -    scalar
          rate_delivered         120     4 4    -    scalar
          rate_interval_us       124     4 4    -    scalar
          packets_out            128     4 4    -    scalar
          retrans_out            132     4 4    -    scalar
          total_retrans          136     4 4    -    scalar
          segs_in                140     4 4    -    scalar
          data_segs_in           144     4 4    -    scalar
          segs_out               148     4 4    -    scalar
          data_segs_out          152     4 4    -    scalar
          lost_out               156     4 4    -    scalar
          sacked_out             160     4 4    -    scalar
          sk_txhash              164     4 4    4    scalar
          bytes_received         168     8 8    -    scalar
          bytes_acked            176     8 8    -    scalar
          sk                     184     8 8    -    sock_or_null
          skb_data               192     8 8    -    pkt       32?8@200
          skb_data_end           200     8 8    -    pkt_end   8@40
          skb_len                208     4 4    -    scalar    32?4@112
          skb_tcp_flags          212     1 1    -    scalar
          skb_tcp_flags          212     2 2    -    scalar    32?2@52
          skb_tcp_flags          212     4 4    -    scalar    32?2@52
          skb_hwtstamp           216     8 8    -    scalar
          """);

  static final ContextLayout SK_MSG =
      FieldTable.measured(
          "sk_msg_md",
          """
          data                     0     8 8    -    pkt       8@640
          data_end                 8     8 8    -    pkt_end   8@648
          family                  16     4 4    -    scalar    688>2@16
          remote_ip4              20     4 4    -    scalar    688>4@0
          local_ip4               24     4 4    -    scalar    688>4@4
          remote_ip6              28     4 4    -    scalar    688>4@56
          remote_ip6              32     4 4    -    scalar    688>4@60
          remote_ip6              36     4 4    -    scalar    688>4@64
          remote_ip6              40     4 4    -    scalar    688>4@68
          local_ip6               44     4 4    -    scalar    688>4@72
          local_ip6               48     4 4    -    scalar    688>4@76
          local_ip6               52     4 4    -    scalar    688>4@80
          local_ip6               56     4 4    -    scalar    688>4@84
          remote_port             60     4 4    -    scalar    688>2@12<<16
          local_port              64     4 4    -    scalar    688>2@14
          size                    68     4 4    -    scalar    4@12
          sk                      72     8 8    -    sock      8@688
          """);

  static final ContextLayout SK_REUSEPORT =
      FieldTable.measured(
          "sk_reuseport_md",
          """
          data                     0     8 8    -    pkt       0>8@200
          data_end                 8     8 8    -    pkt_end   8@32
          len                     16     4 124  -    scalar    0>4@112
          eth_protocol            20     4 24   -    scalar    0>2@176
          ip_protocol             24     4 124  -    scalar    8>2@532
          bind_inany              28     4 124  -    scalar    1@48
          hash                    32     4 4    -    scalar    4@40
          sk                      40     8 8    -    sock      8@8
          migrating_sk            48     8 8    -    sock_common_or_null 8@24
          """);

  static final ContextLayout SK_LOOKUP =
      FieldTable.measured(
          "bpf_sk_lookup",
          """
          sk                       0     8 8    -    sock_or_null 8@32
          family                   8     4 124  -    scalar    2@0
          protocol                12     4 124  -    scalar    2@2
          remote_ip4              16     4 124  -    scalar    4@8
          remote_ip6              20     4 124  -    scalar    16?4@0
          remote_ip6              24     4 124  -    scalar    16?4@4
          remote_ip6              28     4 124  -    scalar    16?4@8
          remote_ip6              32     4 124  -    scalar    16?4@12
          remote_port             36     4 4    -    scalar    2@4
          remote_port             36     2 12   -    scalar    2@4
          remote_port             38     2 12   -    scalar
          local_ip4               40     4 124  -    scalar    4@12
          local_ip6               44     4 124  -    scalar    24?4@0
          local_ip6               48     4 124  -    scalar    24?4@4
          local_ip6               52     4 124  -    scalar    24?4@8
          local_ip6               56     4 124  -    scalar    24?4@12
          local_port              60     4 124  -    scalar    2@6
          ingress_ifindex         64     4 124  -    scalar    4@40
          """);

  static final ContextLayout ADDR_IP4 =
      FieldTable.measured(
          "bpf_sock_addr",
          """
          user_family              0     4 4    -    scalar    8>2@0
          user_ip4                 4     4 124  4    scalar    8>4@4!16
          user_port               24     4 124  4    scalar    8>2@2!16
          family                  28     4 4    -    scalar    0>2@16
          type                    32     4 4    -    scalar    0>2@534
          protocol                36     4 4    -    scalar    0>2@532
          sk                      64     8 8    -    sock      8@0
          """);

  static final ContextLayout ADDR_IP6 =
      FieldTable.measured(
          "bpf_sock_addr",
          """
          user_family              0     4 4    -    scalar    8>2@0
          user_ip6                 8     4 124  4    scalar    8>4@8!16
          user_ip6                12     4 124  4    scalar    8>4@12!16
          user_ip6                16     4 124  4    scalar    8>4@16!16
          user_ip6                20     4 124  4    scalar    8>4@20!16
          user_ip6                 8     8 8    8    scalar    8>8@8!16
          user_ip6                16     8 8    8    scalar    8>8@16!16
          user_port               24     4 124  4    scalar    8>2@2!16
          family                  28     4 4    -    scalar    0>2@16
          type                    32     4 4    -    scalar    0>2@534
          protocol                36     4 4    -    scalar    0>2@532
          sk                      64     8 8    -    sock      8@0
          """);

  static final ContextLayout ADDR_SENDMSG4 =
      FieldTable.measured(
          "bpf_sock_addr",
          """
          user_family              0     4 4    -    scalar    8>2@0
          user_ip4                 4     4 124  4    scalar    8>4@4!16
          user_port               24     4 124  4    scalar    8>2@2!16
          family                  28     4 4    -    scalar    0>2@16
          type                    32     4 4    -    scalar    0>2@534
          protocol                36     4 4    -    scalar    0>2@532
          msg_src_ip4             40     4 124  4    scalar    24>4@0!16
          sk                      64     8 8    -    sock      8@0
          """);

  static final ContextLayout ADDR_SENDMSG6 =
      FieldTable.measured(
          "bpf_sock_addr",
          """
          user_family              0     4 4    -    scalar    8>2@0
          user_ip6                 8     4 124  4    scalar    8>4@8!16
          user_ip6                12     4 124  4    scalar    8>4@12!16
          user_ip6                16     4 124  4    scalar    8>4@16!16
          user_ip6                20     4 124  4    scalar    8>4@20!16
          user_ip6                 8     8 8    8    scalar    8>8@8!16
          user_ip6                16     8 8    8    scalar    8>8@16!16
          user_port               24     4 124  4    scalar    8>2@2!16
          family                  28     4 4    -    scalar    0>2@16
          type                    32     4 4    -    scalar    0>2@534
          protocol                36     4 4    -    scalar    0>2@532
          msg_src_ip6             44     4 124  4    scalar    24>4@0!16
          msg_src_ip6             48     4 124  4    scalar    24>4@4!16
          msg_src_ip6             52     4 124  4    scalar    24>4@8!16
          msg_src_ip6             56     4 124  4    scalar    24>4@12!16
          msg_src_ip6             48     8 8    8    scalar    24>8@4!16
          sk                      64     8 8    -    sock      8@0
          """);

  static final ContextLayout ADDR_UNIX =
      FieldTable.measured(
          "bpf_sock_addr",
          """
          user_family              0     4 4    -    scalar    8>2@0
          user_port               24     4 124  4    scalar    8>2@2!16
          family                  28     4 4    -    scalar    0>2@16
          type                    32     4 4    -    scalar    0>2@534
          protocol                36     4 4    -    scalar    0>2@532
          sk                      64     8 8    -    sock      8@0
          """);

  private SocketContexts() {}
}
