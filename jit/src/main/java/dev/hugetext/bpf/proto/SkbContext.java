package dev.hugetext.bpf.proto;

import dev.hugetext.bpf.proto.FieldAccess.AtLeast;
import dev.hugetext.bpf.proto.FieldAccess.Behind;
import dev.hugetext.bpf.proto.FieldAccess.Bits;
import dev.hugetext.bpf.proto.FieldAccess.InSharedInfo;
import dev.hugetext.bpf.proto.FieldAccess.Limited;
import dev.hugetext.bpf.proto.FieldAccess.Mirrored;
import dev.hugetext.bpf.proto.FieldAccess.NonZero;
import dev.hugetext.bpf.proto.FieldAccess.Plain;
import dev.hugetext.bpf.proto.FieldAccess.TimeStamp;
import dev.hugetext.bpf.proto.KernelAbi.NetDevice;
import dev.hugetext.bpf.proto.KernelAbi.SharedInfo;
import dev.hugetext.bpf.proto.KernelAbi.SkBuff;
import dev.hugetext.bpf.proto.KernelAbi.SkbCb;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** {@code struct __sk_buff} over {@code struct sk_buff}, as each kind of program sees it. */
final class SkbContext {
  /** The largest queue number means that none is set. */
  private static final int NO_QUEUE_MAPPING = 0xffff;

  /** NAPI ids below are CPU numbers, which programs are not told. */
  private static final int MIN_NAPI_ID = 0x101;

  static final ContextLayout SOCKET_FILTER = socketFilter();
  static final ContextLayout TRAFFIC_CONTROL = trafficControl();

  /** What other kinds of programs reach in the same way, devices with a null check. */
  static final ContextLayout STACK = merged(Set.of());

  /**
   * As {@link #STACK}, but for what stream parsers have elsewhere: the end of the data is computed
   * from the length, and the control block has another layout.
   */
  static final ContextLayout STREAM = merged(Set.of("data_end", "cb"));

  /** Nothing is reached in the same way. */
  static final ContextLayout NOTHING = new ContextLayout("__sk_buff", List.of());

  private SkbContext() {}

  private static ContextLayout merged(Set<String> without) {
    return new ContextLayout(
        SOCKET_FILTER.struct(),
        Stream.concat(SOCKET_FILTER.fields().stream(), TRAFFIC_CONTROL.fields().stream())
            .filter(field -> !without.contains(field.name()))
            .toList());
  }

  private static ContextLayout socketFilter() {
    LayoutBuilder fields =
        head(new LayoutBuilder("__sk_buff"), "")
            .read("ifindex", 40, 4, "124", ifindex(true))
            .read("tc_index", 44, 4, "124", new Plain(2, SkBuff.TC_INDEX));
    middle(fields).read("napi_id", 84, 4, "124", new AtLeast(SkBuff.NAPI_ID, MIN_NAPI_ID));
    return tail(fields).build();
  }

  private static ContextLayout trafficControl() {
    LayoutBuilder fields =
        head(new LayoutBuilder("__sk_buff"), "4")
            .read("ifindex", 40, 4, "124", ifindex(false))
            .readWrite("tc_index", 44, 4, "124", "4", new Plain(2, SkBuff.TC_INDEX));
    middle(fields)
        .readWrite("tc_classid", 72, 4, "124", "4", new Plain(2, SkbCb.TC_CLASSID))
        .pointer("data", 76, 4, LoadedKind.PACKET, new Plain(8, SkBuff.DATA))
        .pointer("data_end", 80, 4, LoadedKind.PACKET_END, new Plain(8, SkbCb.DATA_END))
        .read("napi_id", 84, 4, "124", new AtLeast(SkBuff.NAPI_ID, MIN_NAPI_ID))
        .pointer("data_meta", 140, 4, LoadedKind.PACKET_META, new Plain(8, SkbCb.DATA_META))
        .readWrite("tstamp", 152, 8, "8", "8", new TimeStamp(SkBuff.TSTAMP))
        .read("wire_len", 160, 4, "124", new Plain(4, SkbCb.PKT_LEN));
    return tail(fields)
        .read("tstamp_type", 180, 1, "1", new Bits(SkBuff.TSTAMP_TYPE, SkBuff.TSTAMP_TYPE_MASK))
        .read("hwtstamp", 184, 8, "8", new InSharedInfo(8, SharedInfo.HWTSTAMP))
        .build();
  }

  /** The fields up to {@code ingress_ifindex}; some may be written in some widths. */
  private static LayoutBuilder head(LayoutBuilder fields, String writes) {
    return fields
        .read("len", 0, 4, "124", new Plain(4, SkBuff.LEN))
        .read("pkt_type", 4, 4, "124", new Bits(SkBuff.PKT_TYPE, SkBuff.PKT_TYPE_MASK))
        .readWrite("mark", 8, 4, "124", writes, new Plain(4, SkBuff.MARK))
        .readWrite(
            "queue_mapping",
            12,
            4,
            "124",
            writes,
            new Limited(SkBuff.QUEUE_MAPPING, NO_QUEUE_MAPPING))
        .read("protocol", 16, 4, "124", new Plain(2, SkBuff.PROTOCOL))
        .read("vlan_present", 20, 4, "124", new NonZero(SkBuff.VLAN_ALL))
        .read("vlan_tci", 24, 4, "124", new Plain(2, SkBuff.VLAN_TCI))
        .read("vlan_proto", 28, 4, "124", new Plain(2, SkBuff.VLAN_PROTO))
        .readWrite("priority", 32, 4, "124", writes, new Plain(4, SkBuff.PRIORITY))
        .read("ingress_ifindex", 36, 4, "124", new Plain(4, SkBuff.SKB_IIF));
  }

  private static FieldAccess ifindex(boolean nullCheck) {
    return new Behind(List.of(SkBuff.DEV), nullCheck, 4, NetDevice.IFINDEX);
  }

  private static LayoutBuilder middle(LayoutBuilder fields) {
    return fields
        .readWrite("cb", 48, 20, "1248", "1248", new Mirrored(SkbCb.DATA))
        .read("hash", 68, 4, "124", new Plain(4, SkBuff.HASH));
  }

  private static LayoutBuilder tail(LayoutBuilder fields) {
    return fields
        .read("gso_segs", 164, 4, "124", new InSharedInfo(2, SharedInfo.GSO_SEGS))
        .pointer("sk", 168, 8, LoadedKind.SOCK_COMMON_OR_NULL, new Plain(8, SkBuff.SK))
        .read("gso_size", 176, 4, "124", new InSharedInfo(2, SharedInfo.GSO_SIZE));
  }
}
