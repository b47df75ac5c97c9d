package dev.hugetext.bpf.proto;

/** What a program holds after it loaded a context field. */
public enum LoadedKind {
  SCALAR,
  PACKET,
  PACKET_END,
  PACKET_META,
  SOCKET,
  SOCKET_OR_NULL,
  SOCK_COMMON_OR_NULL,
  FLOW_KEYS,
  /** A kernel object by BTF that is alive. */
  TRUSTED_BTF_ID
}
