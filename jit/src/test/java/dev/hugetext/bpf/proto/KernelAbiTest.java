package dev.hugetext.bpf.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfException;
import dev.hugetext.bpf.btf.BtfKind;
import dev.hugetext.bpf.btf.BtfType;
import dev.hugetext.bpf.proto.KernelAbi.BpfArray;
import dev.hugetext.bpf.proto.KernelAbi.BpfMap;
import dev.hugetext.bpf.proto.KernelAbi.BpfProg;
import dev.hugetext.bpf.proto.KernelAbi.HashElement;
import dev.hugetext.bpf.proto.KernelAbi.NetDevice;
import dev.hugetext.bpf.proto.KernelAbi.SharedInfo;
import dev.hugetext.bpf.proto.KernelAbi.SkBuff;
import dev.hugetext.bpf.proto.KernelAbi.SkbCb;
import dev.hugetext.bpf.proto.KernelAbi.XdpBuff;
import dev.hugetext.bpf.proto.KernelAbi.XdpRxqInfo;
import dev.hugetext.bpf.proto.KernelAbi.XdpTxqInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The offsets are those that the measured kernel's own types say, where that kernel runs. */
class KernelAbiTest {
  private static final Path VMLINUX = Path.of("/sys/kernel/btf/vmlinux");
  private static final Path RELEASE = Path.of("/proc/sys/kernel/osrelease");
  private static final String MEASURED = "6.18.44";

  private static Btf kernel = Btf.empty();

  @BeforeAll
  static void readTheKernelsTypes() throws IOException, BtfException {
    assumeTrue(Files.isReadable(VMLINUX), "this machine has no " + VMLINUX);
    String release = Files.readString(RELEASE).strip();
    assumeTrue(release.startsWith(MEASURED), "Linux %s is not %s".formatted(release, MEASURED));
    kernel = Btf.parse(Files.readAllBytes(VMLINUX), VMLINUX.toString());
  }

  /** Offset of a member in bytes, also of one in a member without a name. */
  private static int offset(String struct, String member) {
    int id = kernel.find(BtfKind.STRUCT, struct).orElseThrow();
    return bitOffset(id, member).orElseThrow() / Byte.SIZE;
  }

  private static OptionalInt bitOffset(int id, String member) {
    for (BtfType.Member each : members(kernel.resolve(id))) {
      if (each.name().equals(member)) {
        return OptionalInt.of(each.bitOffset());
      }
      if (each.name().isEmpty()) {
        OptionalInt inside = bitOffset(each.type(), member);
        if (inside.isPresent()) {
          return OptionalInt.of(each.bitOffset() + inside.getAsInt());
        }
      }
    }
    return OptionalInt.empty();
  }

  private static List<BtfType.Member> members(BtfType type) {
    return switch (type) {
      case BtfType.Struct struct -> struct.members();
      case BtfType.Union union -> union.members();
      default -> List.of();
    };
  }

  private static long size(String struct) {
    return kernel.size(kernel.find(BtfKind.STRUCT, struct).orElseThrow()).orElseThrow();
  }

  @Test
  void packetsOfDrivers() {
    assertEquals(offset("xdp_buff", "data"), XdpBuff.DATA);
    assertEquals(offset("xdp_buff", "data_end"), XdpBuff.DATA_END);
    assertEquals(offset("xdp_buff", "data_meta"), XdpBuff.DATA_META);
    assertEquals(offset("xdp_buff", "data_hard_start"), XdpBuff.DATA_HARD_START);
    assertEquals(offset("xdp_buff", "rxq"), XdpBuff.RXQ);
    assertEquals(offset("xdp_buff", "txq"), XdpBuff.TXQ);
    assertEquals(offset("xdp_buff", "frame_sz"), XdpBuff.FRAME_SIZE);
    assertEquals(offset("xdp_buff", "flags"), XdpBuff.FLAGS);
    assertEquals(size("xdp_buff"), XdpBuff.SIZE);
    assertEquals(offset("xdp_rxq_info", "dev"), XdpRxqInfo.DEV);
    assertEquals(offset("xdp_rxq_info", "queue_index"), XdpRxqInfo.QUEUE_INDEX);
    assertEquals(size("xdp_rxq_info"), XdpRxqInfo.SIZE);
    assertEquals(offset("xdp_txq_info", "dev"), XdpTxqInfo.DEV);
    assertEquals(size("xdp_txq_info"), XdpTxqInfo.SIZE);
    assertEquals(offset("net_device", "ifindex"), NetDevice.IFINDEX);
    assertEquals(size("net_device"), NetDevice.SIZE);
  }

  @Test
  void packetsOfTheStack() {
    assertEquals(offset("sk_buff", "dev"), SkBuff.DEV);
    assertEquals(offset("sk_buff", "sk"), SkBuff.SK);
    assertEquals(offset("sk_buff", "tstamp"), SkBuff.TSTAMP);
    assertEquals(offset("sk_buff", "cb"), SkBuff.CB);
    assertEquals(offset("sk_buff", "len"), SkBuff.LEN);
    assertEquals(offset("sk_buff", "data_len"), SkBuff.DATA_LEN);
    assertEquals(offset("sk_buff", "queue_mapping"), SkBuff.QUEUE_MAPPING);
    assertEquals(offset("sk_buff", "__cloned_offset"), SkBuff.CLONED);
    assertEquals(offset("sk_buff", "pkt_type"), SkBuff.PKT_TYPE);
    assertEquals(offset("sk_buff", "tstamp_type"), SkBuff.TSTAMP_TYPE);
    assertEquals(offset("sk_buff", "tc_index"), SkBuff.TC_INDEX);
    assertEquals(offset("sk_buff", "priority"), SkBuff.PRIORITY);
    assertEquals(offset("sk_buff", "skb_iif"), SkBuff.SKB_IIF);
    assertEquals(offset("sk_buff", "hash"), SkBuff.HASH);
    assertEquals(offset("sk_buff", "vlan_all"), SkBuff.VLAN_ALL);
    assertEquals(offset("sk_buff", "vlan_proto"), SkBuff.VLAN_PROTO);
    assertEquals(offset("sk_buff", "vlan_tci"), SkBuff.VLAN_TCI);
    assertEquals(offset("sk_buff", "napi_id"), SkBuff.NAPI_ID);
    assertEquals(offset("sk_buff", "mark"), SkBuff.MARK);
    assertEquals(offset("sk_buff", "protocol"), SkBuff.PROTOCOL);
    assertEquals(offset("sk_buff", "end"), SkBuff.END);
    assertEquals(offset("sk_buff", "head"), SkBuff.HEAD);
    assertEquals(offset("sk_buff", "data"), SkBuff.DATA);
    assertEquals(size("sk_buff"), SkBuff.SIZE);
  }

  @Test
  void controlBlockAndSharedInfo() {
    assertEquals(offset("qdisc_skb_cb", "pkt_len"), SkbCb.PKT_LEN - SkBuff.CB);
    assertEquals(offset("qdisc_skb_cb", "tc_classid"), SkbCb.TC_CLASSID - SkBuff.CB);
    assertEquals(offset("qdisc_skb_cb", "data"), SkbCb.DATA - SkBuff.CB);
    assertEquals(offset("bpf_skb_data_end", "data_meta"), SkbCb.DATA_META - SkBuff.CB);
    assertEquals(offset("bpf_skb_data_end", "data_end"), SkbCb.DATA_END - SkBuff.CB);
    assertEquals(offset("skb_shared_info", "gso_size"), SharedInfo.GSO_SIZE);
    assertEquals(offset("skb_shared_info", "gso_segs"), SharedInfo.GSO_SEGS);
    assertEquals(offset("skb_shared_info", "hwtstamps"), SharedInfo.HWTSTAMP);
  }

  @Test
  void mapsAndPrograms() {
    assertEquals(offset("bpf_map", "max_entries"), BpfMap.MAX_ENTRIES);
    assertEquals(offset("bpf_array", "value"), BpfArray.VALUE);
    assertEquals(offset("bpf_array", "ptrs"), BpfArray.VALUE);
    assertEquals(size("htab_elem"), HashElement.KEY);
    assertEquals(offset("bpf_prog", "bpf_func"), BpfProg.BPF_FUNC);
  }
}
