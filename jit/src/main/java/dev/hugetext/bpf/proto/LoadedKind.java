package dev.hugetext.bpf.proto;

/** What a program holds after it loaded a context field. */
public enum LoadedKind {
  SCALAR("scalar"),
  PACKET("pkt"),
  PACKET_END("pkt_end"),
  PACKET_META("pkt_meta"),
  SOCKET("sock"),
  SOCKET_OR_NULL("sock_or_null"),
  SOCK_COMMON_OR_NULL("sock_common_or_null"),
  FLOW_KEYS("flow_keys"),
  /** The buffer of a writable raw tracepoint. */
  TP_BUFFER("tp_buffer"),
  /** A kernel's {@code struct nf_hook_state} that is alive. */
  NF_HOOK_STATE("trusted_ptr_nf_hook_state"),
  /** A kernel's {@code struct sk_buff} that is alive. */
  SK_BUFF("trusted_ptr_sk_buff");

  private final String text;

  LoadedKind(String text) {
    this.text = text;
  }

  /** As the verifier's log names it. */
  public String text() {
    return text;
  }

  static LoadedKind ofText(String text) {
    for (LoadedKind kind : values()) {
      if (kind.text.equals(text)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind of context field '%s'".formatted(text));
  }
}
