package dev.hugetext.bpf.proto;

/**
 * The kernel's sockets as programs see them through pointers that contexts and helpers give; all
 * read-only.
 *
 * <p>Measured by trying every offset and width on a 6.18.44 kernel.
 */
public final class SocketPointers {
  private static final String COMMON =
      """
      bound_dev_if             0     4 4    -    scalar    4@20
      family                   4     1 1    -    scalar
      family                   4     2 2    -    scalar    2@16
      family                   4     4 4    -    scalar    2@16
      src_ip4                 24     4 124  -    scalar    4@4
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
      """;

  /** Any socket, of which only the common part may be read. */
  public static final ContextLayout SOCK_COMMON = FieldTable.measured("bpf_sock", COMMON);

  /** A full socket. */
  public static final ContextLayout SOCKET =
      FieldTable.measured(
          "bpf_sock",
          """
          type                     8     1 1    -    scalar
          type                     8     2 2    -    scalar    2@534
          type                     8     4 4    -    scalar    2@534
          protocol                12     1 1    -    scalar
          protocol                12     2 2    -    scalar    2@532
          protocol                12     4 4    -    scalar    2@532
          mark                    16     4 4    -    scalar    4@524
          priority                20     4 4    -    scalar    4@520
          """
              + COMMON);

  public static final ContextLayout TCP_SOCK =
      FieldTable.measured(
          "bpf_tcp_sock",
          """
          snd_cwnd                 0     4 4    -    scalar    4@1444
          srtt_us                  4     4 4    -    scalar    4@1680
          rtt_min                  8     4 4    -    scalar    4@1500
          snd_ssthresh            12     4 4    -    scalar    4@1492
          rcv_nxt                 16     4 4    -    scalar    4@1664
          snd_nxt                 20     4 4    -    scalar    4@1668
          snd_una                 24     4 4    -    scalar    4@1672
          mss_cache               28     4 4    -    scalar    4@1440
          ecn_flags               32     4 4    -    scalar    1@1640
          rate_delivered          36     4 4    -    scalar    4@1780
          rate_interval_us        40     4 4    -    scalar    4@1784
          packets_out             44     4 4    -    scalar    4@1684
          retrans_out             48     4 4    -    scalar    4@1480
          total_retrans           52     4 4    -    scalar    4@2200
          segs_in                 56     4 4    -    scalar    4@1760
          data_segs_in            60     4 4    -    scalar    4@1764
          segs_out                64     4 4    -    scalar    4@1536
          data_segs_out           68     4 4    -    scalar    4@1540
          lost_out                72     4 4    -    scalar    4@1452
          sacked_out              76     4 4    -    scalar    4@1456
          bytes_received          80     8 8    -    scalar    8@1752
          bytes_acked             88     8 8    -    scalar    8@1824
          dsack_dups              96     4 4    -    scalar    4@1864
          delivered              100     4 4    -    scalar    4@1692
          delivered_ce           104     4 4    -    scalar    4@1696
          icsk_retransmits       108     4 4    -    scalar    1@1249
          """);

  public static final ContextLayout XDP_SOCK =
      FieldTable.measured(
          "bpf_xdp_sock",
          """
          queue_id                 0     4 4    -    scalar    2@880
          """);

  /** Bytes of {@code struct bpf_flow_keys}, all of which flow dissectors may read and write. */
  public static final int FLOW_KEYS_BYTES = 56;

  private SocketPointers() {}
}
