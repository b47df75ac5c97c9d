package dev.hugetext.bpf.proto;

/**
 * Where the emulated kernel's structures have the fields that programs reach, in bytes: those of
 * the measured kernel (6.18.44, x86-64), read off rewritten instructions of that kernel.
 *
 * <p>User-visible offsets are in {@link Contexts}; these are behind them. Whoever builds such a
 * structure in emulated memory puts its values here.
 */
public final class KernelAbi {
  private KernelAbi() {}

  /** {@code struct xdp_buff}. */
  public static final class XdpBuff {
    public static final int DATA = 0;
    public static final int DATA_END = 8;
    public static final int DATA_META = 16;
    public static final int DATA_HARD_START = 24;
    public static final int RXQ = 32;
    public static final int TXQ = 40;
    public static final int FRAME_SIZE = 48;
    public static final int FLAGS = 52;
    public static final int SIZE = 56;

    private XdpBuff() {}
  }

  /** {@code struct xdp_rxq_info}. */
  public static final class XdpRxqInfo {
    public static final int DEV = 0;
    public static final int QUEUE_INDEX = 8;
    public static final int SIZE = 64;

    private XdpRxqInfo() {}
  }

  /** {@code struct xdp_txq_info}. */
  public static final class XdpTxqInfo {
    public static final int DEV = 0;
    public static final int SIZE = 8;

    private XdpTxqInfo() {}
  }

  /** {@code struct net_device}. */
  public static final class NetDevice {
    public static final int IFINDEX = 224;
    public static final int SIZE = 2496;

    private NetDevice() {}
  }

  /** {@code struct sk_buff}. */
  public static final class SkBuff {
    public static final int DEV = 16;
    public static final int SK = 24;
    public static final int TSTAMP = 32;

    /** The 48 bytes of control block; see {@link SkbCb}. */
    public static final int CB = 40;

    public static final int LEN = 112;
    public static final int DATA_LEN = 116;
    public static final int MAC_LEN = 120;
    public static final int QUEUE_MAPPING = 124;

    /** The byte with the bit that says whether the data are shared with a clone. */
    public static final int CLONED = 126;

    public static final int CLONED_MASK = 1;
    public static final int PKT_TYPE = 128;
    public static final int PKT_TYPE_MASK = 7;

    /** In the byte {@link #PKT_TYPE}: what is known of the checksum. */
    public static final int IP_SUMMED_MASK = 0x60;

    public static final int IP_SUMMED_SHIFT = 5;

    /** The byte with the kind of time stamp and the flag below. */
    public static final int TSTAMP_TYPE = 129;

    public static final int TSTAMP_TYPE_MASK = 3;

    /** In the byte {@link #TSTAMP_TYPE}: the packet is at the ingress of a device. */
    public static final int TC_AT_INGRESS_MASK = 4;

    /** The byte with the flags that say where {@link #HASH} comes from. */
    public static final int HASH_FLAGS = 130;

    public static final int L4_HASH_MASK = 1;
    public static final int SW_HASH_MASK = 2;

    public static final int TC_INDEX = 132;
    public static final int CSUM = 136;
    public static final int PRIORITY = 140;
    public static final int SKB_IIF = 144;
    public static final int HASH = 148;

    /** {@code vlan_proto} and {@code vlan_tci} as one word. */
    public static final int VLAN_ALL = 152;

    public static final int VLAN_PROTO = 152;
    public static final int VLAN_TCI = 154;
    public static final int NAPI_ID = 156;
    public static final int MARK = 164;
    public static final int PROTOCOL = 176;

    /** Offsets of the headers from {@link #HEAD}, 2 bytes each; the end of the data as 4 bytes. */
    public static final int TRANSPORT_HEADER = 178;

    public static final int NETWORK_HEADER = 180;
    public static final int MAC_HEADER = 182;
    public static final int TAIL = 184;

    /** Offset of the shared info from {@link #HEAD}. */
    public static final int END = 188;

    public static final int HEAD = 192;
    public static final int DATA = 200;

    /** Where the first block was, once the data have moved to a larger one. */
    public static final int ORIGINAL_HEAD = 216;

    public static final int SIZE = 224;

    /** Behind it, here: the tunnel key that a program set, and whether it did. */
    public static final int TUNNEL_KEY = 224;

    public static final int TUNNEL_FLAGS = 288;
    public static final int SIZE_WITH_TUNNEL = 296;

    private SkBuff() {}
  }

  /** What the traffic-control and filter code keeps in a packet's control block. */
  public static final class SkbCb {
    public static final int PKT_LEN = SkBuff.CB;
    public static final int TC_CLASSID = SkBuff.CB + 6;

    /** The 20 bytes a program sees as {@code cb[5]}. */
    public static final int DATA = SkBuff.CB + 8;

    public static final int DATA_META = SkBuff.CB + 32;
    public static final int DATA_END = SkBuff.CB + 40;

    private SkbCb() {}
  }

  /** {@code struct skb_shared_info}; it stands at the head plus {@link SkBuff#END}. */
  public static final class SharedInfo {
    public static final int GSO_SIZE = 4;
    public static final int GSO_SEGS = 6;
    public static final int HWTSTAMP = 16;

    private SharedInfo() {}
  }

  /** {@code struct sock}; the first bytes are {@code struct sock_common}. */
  public static final class Sock {
    public static final int DADDR = 0;
    public static final int RCV_SADDR = 4;
    public static final int DPORT = 12;
    public static final int NUM = 14;
    public static final int FAMILY = 16;
    public static final int STATE = 18;
    public static final int BOUND_DEV_IF = 20;
    public static final int V6_DADDR = 56;
    public static final int V6_RCV_SADDR = 72;
    public static final int RX_QUEUE_MAPPING = 122;
    public static final int SIZE = 1024;

    private Sock() {}
  }

  /** {@code struct bpf_flow_dissector}: the context of flow dissectors. */
  public static final class FlowDissector {
    public static final int FLOW_KEYS = 0;
    public static final int SKB = 8;
    public static final int DATA = 16;
    public static final int DATA_END = 24;
    public static final int SIZE = 32;

    private FlowDissector() {}
  }

  /** {@code struct bpf_fib_lookup}, which programs see too. */
  public static final class FibLookup {
    public static final int FAMILY = 0;
    public static final int IFINDEX = 8;
    public static final int SIZE = 64;

    private FibLookup() {}
  }

  /** {@code struct bpf_map}. */
  public static final class BpfMap {
    public static final int MAX_ENTRIES = 0x4c;

    private BpfMap() {}
  }

  /** {@code struct bpf_array}. */
  public static final class BpfArray {
    /** The first value, per-CPU pointer or program. */
    public static final int VALUE = 0x138;

    private BpfArray() {}
  }

  /** {@code struct htab_elem}. */
  public static final class HashElement {
    /** The key; the value follows at the next multiple of 8. */
    public static final int KEY = 48;

    /** LRU maps: the byte that says that the element was used. */
    public static final int LRU_REF = 35;

    private HashElement() {}

    /** Where the value stands in an element with keys of this size. */
    public static int value(int keySize) {
      return KEY + ((keySize + 7) & ~7);
    }
  }

  /** {@code struct bpf_prog}. */
  public static final class BpfProg {
    /** Address of the compiled code. */
    public static final int BPF_FUNC = 0x48;

    public static final int SIZE = 0x50;

    private BpfProg() {}
  }
}
