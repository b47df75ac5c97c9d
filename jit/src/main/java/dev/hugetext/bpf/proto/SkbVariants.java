package dev.hugetext.bpf.proto;

/** {@code struct __sk_buff} as further kinds of programs see it; see {@link SkbContext}. */
final class SkbVariants {
  /** How they reach what traffic control and socket filters reach otherwise. */
  private static final ContextLayout STACK = SkbContext.STACK;

  static final ContextLayout CGROUP_SKB =
      FieldTable.likeIn(
          STACK,
          """
          len                    0     4 124  -    scalar
          pkt_type               4     4 124  -    scalar
          mark                   8     4 124  4    scalar
          queue_mapping         12     4 124  -    scalar
          protocol              16     4 124  -    scalar
          vlan_present          20     4 124  -    scalar
          vlan_tci              24     4 124  -    scalar
          vlan_proto            28     4 124  -    scalar
          priority              32     4 124  4    scalar
          ingress_ifindex       36     4 124  -    scalar
          ifindex               40     4 124  -    scalar
          tc_index              44     4 124  -    scalar
          cb                    48    20 1248 1248 scalar
          hash                  68     4 124  -    scalar
          data                  76     4 4    -    pkt
          data_end              80     4 4    -    pkt_end
          napi_id               84     4 124  -    scalar
          family                  88     4 124  -    scalar    24>2@16
          remote_ip4              92     4 4    -    scalar    24>4@0
          local_ip4               96     4 4    -    scalar    24>4@4
          remote_ip6             100     4 4    -    scalar    24>4@56
          remote_ip6             104     4 4    -    scalar    24>4@60
          remote_ip6             108     4 4    -    scalar    24>4@64
          remote_ip6             112     4 4    -    scalar    24>4@68
          local_ip6              116     4 4    -    scalar    24>4@72
          local_ip6              120     4 4    -    scalar    24>4@76
          local_ip6              124     4 4    -    scalar    24>4@80
          local_ip6              128     4 4    -    scalar    24>4@84
          remote_port            132     4 124  -    scalar    24>2@12<<16
          local_port             136     4 124  -    scalar    24>2@14
          tstamp               152     8 8    8    scalar
          gso_segs             164     4 124  -    scalar
          sk                   168     8 8    -    sock_common_or_null
          gso_size             176     4 124  -    scalar
          hwtstamp             184     8 8    -    scalar
          """);

  static final ContextLayout LWT =
      FieldTable.likeIn(
          STACK,
          """
          len                    0     4 124  -    scalar
          pkt_type               4     4 124  -    scalar
          mark                   8     4 124  4    scalar
          queue_mapping         12     4 124  -    scalar
          protocol              16     4 124  -    scalar
          vlan_present          20     4 124  -    scalar
          vlan_tci              24     4 124  -    scalar
          vlan_proto            28     4 124  -    scalar
          priority              32     4 124  4    scalar
          ingress_ifindex       36     4 124  -    scalar
          ifindex               40     4 124  -    scalar
          tc_index              44     4 124  -    scalar
          cb                    48    20 1248 1248 scalar
          hash                  68     4 124  -    scalar
          data                  76     4 4    -    pkt
          data_end              80     4 4    -    pkt_end
          napi_id               84     4 124  -    scalar
          gso_segs             164     4 124  -    scalar
          sk                   168     8 8    -    sock_common_or_null
          gso_size             176     4 124  -    scalar
          """);

  static final ContextLayout SK_SKB =
      FieldTable.likeIn(
          SkbContext.STREAM,
          """
          len                    0     4 124  -    scalar
          pkt_type               4     4 124  -    scalar
          queue_mapping         12     4 124  -    scalar
          protocol              16     4 124  -    scalar
          vlan_present          20     4 124  -    scalar
          vlan_tci              24     4 124  -    scalar
          vlan_proto            28     4 124  -    scalar
          priority              32     4 124  4    scalar
          ingress_ifindex       36     4 124  -    scalar
          ifindex               40     4 124  -    scalar
          tc_index              44     4 124  4    scalar
          cb                    48    20 1248 -    scalar
          hash                  68     4 124  -    scalar
          data                  76     4 4    -    pkt
          data_end              80     4 4    -    pkt_end
          napi_id               84     4 124  -    scalar
          family                  88     4 124  -    scalar    24>2@16
          remote_ip4              92     4 4    -    scalar    24>4@0
          local_ip4               96     4 4    -    scalar    24>4@4
          remote_ip6             100     4 4    -    scalar    24>4@56
          remote_ip6             104     4 4    -    scalar    24>4@60
          remote_ip6             108     4 4    -    scalar    24>4@64
          remote_ip6             112     4 4    -    scalar    24>4@68
          local_ip6              116     4 4    -    scalar    24>4@72
          local_ip6              120     4 4    -    scalar    24>4@76
          local_ip6              124     4 4    -    scalar    24>4@80
          local_ip6              128     4 4    -    scalar    24>4@84
          remote_port            132     4 124  -    scalar    24>2@12<<16
          local_port             136     4 124  -    scalar    24>2@14
          gso_segs             164     4 124  -    scalar
          sk                   168     8 8    -    sock_common_or_null
          gso_size             176     4 124  -    scalar
          """);

  static final ContextLayout FLOW_DISSECTOR =
      FieldTable.likeIn(
          SkbContext.NOTHING,
          """
          data                    76     4 4    -    pkt       8@16
          data_end                80     4 4    -    pkt_end   8@24
          flow_keys              144     8 8    -    flow_keys 8@0
          """);

  private SkbVariants() {}
}
