package dev.hugetext.verifier.state;

/** What a pointer points to; the text is the kernel's in logs and messages. */
public enum PointerType {
  CTX("ctx"),
  MAP_PTR("map_ptr"),
  MAP_VALUE("map_value"),
  MAP_KEY("map_key"),
  STACK("fp"),
  PACKET_META("pkt_meta"),
  PACKET("pkt"),
  PACKET_END("pkt_end"),
  FLOW_KEYS("flow_keys"),
  SOCKET("sock"),
  SOCK_COMMON("sock_common"),
  TCP_SOCK("tcp_sock"),
  XDP_SOCK("xdp_sock"),
  /** The buffer of a writable raw tracepoint. */
  TP_BUFFER("tp_buffer"),
  BTF_ID("ptr_"),
  /** A kernel structure that is certainly alive. */
  TRUSTED("trusted_ptr_"),
  MEM("mem"),
  /** A record of a ring buffer that is not submitted yet. */
  RINGBUF_MEM("ringbuf_mem"),
  FUNC("func");

  private final String text;

  PointerType(String text) {
    this.text = text;
  }

  /** The kernel's word. */
  public String text() {
    return text;
  }

  /** Whether it points into the packet or the metadata before it. */
  public boolean isPacket() {
    return this == PACKET || this == PACKET_META;
  }

  /** Whether it points to a socket, whose fields are not where programs see them. */
  public boolean isSocket() {
    return switch (this) {
      case SOCKET, SOCK_COMMON, TCP_SOCK, XDP_SOCK -> true;
      case CTX,
          MAP_PTR,
          MAP_VALUE,
          MAP_KEY,
          STACK,
          PACKET_META,
          PACKET,
          PACKET_END,
          FLOW_KEYS,
          TP_BUFFER,
          BTF_ID,
          TRUSTED,
          MEM,
          RINGBUF_MEM,
          FUNC ->
          false;
    };
  }

  /** Whether two of them on different paths must not meet in one instruction. */
  public boolean bindsInstruction() {
    return isSocket() || this == CTX || this == BTF_ID || this == TRUSTED;
  }
}
