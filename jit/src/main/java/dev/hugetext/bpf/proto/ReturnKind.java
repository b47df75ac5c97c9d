package dev.hugetext.bpf.proto;

/** What a helper leaves in R0 (the kernel's {@code enum bpf_return_type} with its modifiers). */
public enum ReturnKind {
  INTEGER("int"),
  VOID("void"),
  MAP_VALUE("map_value"),
  MAP_VALUE_OR_NULL("map_value?"),
  SOCKET_OR_NULL("socket?"),
  TCP_SOCK_OR_NULL("tcp_sock?"),
  SOCK_COMMON_OR_NULL("sock_common?"),
  RINGBUF_MEM_OR_NULL("ringbuf_mem?"),
  DYNPTR_MEM_OR_NULL("dynptr_mem?"),
  MEM_OR_BTF_ID("mem_or_btf"),
  MEM_OR_BTF_ID_OR_NULL("mem_or_btf?"),
  BTF_ID("btf"),
  BTF_ID_OR_NULL("btf?");

  private final String notation;

  ReturnKind(String notation) {
    this.notation = notation;
  }

  /** The word for it in {@link HelperTable}'s rows. */
  public String notation() {
    return notation;
  }

  static ReturnKind ofNotation(String notation) {
    for (ReturnKind kind : values()) {
      if (kind.notation.equals(notation)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind of result '%s'".formatted(notation));
  }
}
