package dev.hugetext.bpf.proto;

import dev.hugetext.bpf.proto.FieldAccess.Behind;
import dev.hugetext.bpf.proto.FieldAccess.Plain;
import dev.hugetext.bpf.proto.KernelAbi.NetDevice;
import dev.hugetext.bpf.proto.KernelAbi.XdpBuff;
import dev.hugetext.bpf.proto.KernelAbi.XdpRxqInfo;
import dev.hugetext.bpf.proto.KernelAbi.XdpTxqInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code struct xdp_md} over {@code struct xdp_buff}. */
final class XdpContext {
  private static final ContextLayout RECEIVING = common().build();

  private static final ContextLayout SENDING =
      common()
          .read(
              "egress_ifindex",
              20,
              4,
              "4",
              new Behind(List.of(XdpBuff.TXQ, XdpTxqInfo.DEV), false, 4, NetDevice.IFINDEX))
          .build();

  private XdpContext() {}

  /** Only programs of a device map know where the packet goes. */
  static ContextLayout layout(@Nullable AttachType attach) {
    return attach == AttachType.XDP_DEVMAP ? SENDING : RECEIVING;
  }

  private static LayoutBuilder common() {
    return new LayoutBuilder("xdp_md")
        .pointer("data", 0, 4, LoadedKind.PACKET, new Plain(8, XdpBuff.DATA))
        .pointer("data_end", 4, 4, LoadedKind.PACKET_END, new Plain(8, XdpBuff.DATA_END))
        .pointer("data_meta", 8, 4, LoadedKind.PACKET_META, new Plain(8, XdpBuff.DATA_META))
        .read(
            "ingress_ifindex",
            12,
            4,
            "4",
            new Behind(List.of(XdpBuff.RXQ, XdpRxqInfo.DEV), false, 4, NetDevice.IFINDEX))
        .read(
            "rx_queue_index",
            16,
            4,
            "4",
            new Behind(List.of(XdpBuff.RXQ), false, 4, XdpRxqInfo.QUEUE_INDEX));
  }
}
