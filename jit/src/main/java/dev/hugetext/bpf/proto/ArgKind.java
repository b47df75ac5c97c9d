package dev.hugetext.bpf.proto;

/**
 * What a helper wants in one argument (the kernel's {@code enum bpf_arg_type} with its modifiers).
 *
 * <p>Checks are written per kind, never per helper.
 */
public enum ArgKind {
  /** Any initialised value. */
  ANYTHING("any"),
  /** The number 0: flags that the helper has none of, and no way to refuse. */
  ZERO("zero"),
  /** A map known at verification time. */
  CONST_MAP_PTR("map"),
  /** Readable memory of the map's key size. */
  PTR_TO_MAP_KEY("key"),
  /** Readable memory of the map's value size. */
  PTR_TO_MAP_VALUE("value"),
  PTR_TO_MAP_VALUE_OR_NULL("value?"),
  /** Memory of the map's value size that the helper fills. */
  PTR_TO_UNINIT_MAP_VALUE("uvalue"),
  /** Readable memory; the next argument is its size. */
  PTR_TO_MEM("mem"),
  PTR_TO_MEM_OR_NULL("mem?"),
  /** Memory that the helper reads and writes; the next argument is its size. */
  PTR_TO_WRITABLE_MEM("wmem"),
  /** Memory that the helper fills; the next argument is its size. */
  PTR_TO_UNINIT_MEM("umem"),
  PTR_TO_UNINIT_MEM_OR_NULL("umem?"),
  /** Readable memory of a size that the helper fixes. */
  PTR_TO_FIXED_SIZE_MEM("fixed"),
  /** Memory of a fixed size that the helper reads and writes. */
  PTR_TO_WRITABLE_FIXED_SIZE_MEM("wfixed"),
  /** Memory of a fixed size that the helper fills. */
  PTR_TO_UNINIT_FIXED_SIZE_MEM("ufixed"),
  /** Bytes of the memory argument before; at least 1. */
  CONST_SIZE("size"),
  CONST_SIZE_OR_ZERO("size?"),
  /** A constant number of bytes to be returned. */
  CONST_ALLOC_SIZE_OR_ZERO("alloc?"),
  PTR_TO_CTX("ctx"),
  PTR_TO_CTX_OR_NULL("ctx?"),
  PTR_TO_SPIN_LOCK("lock"),
  PTR_TO_SOCK_COMMON("sock_common"),
  PTR_TO_BTF_ID("btf"),
  PTR_TO_BTF_ID_OR_NULL("btf?"),
  PTR_TO_BTF_ID_SOCK_COMMON("btf_sock"),
  /** As the one before; the helper releases the reference. */
  RELEASE_BTF_ID_SOCK_COMMON("release_sock"),
  /** A reserved ring buffer record, given back. */
  RELEASE_RINGBUF_MEM("release_ringbuf"),
  RELEASE_BTF_ID_OR_NULL("release_btf?"),
  RELEASE_DYNPTR("release_dynptr"),
  PTR_TO_PERCPU_BTF_ID("percpu"),
  /** A callback of this program. */
  PTR_TO_FUNC("func"),
  PTR_TO_STACK_OR_NULL("stack?"),
  /** A constant zero-terminated string in a frozen map. */
  PTR_TO_CONST_STR("str"),
  PTR_TO_TIMER("timer"),
  KPTR_XCHG_DEST("kptr"),
  PTR_TO_DYNPTR("dynptr"),
  PTR_TO_UNINIT_DYNPTR("udynptr");

  private final String notation;

  ArgKind(String notation) {
    this.notation = notation;
  }

  /** The word for it in {@link HelperTable}'s rows; a question mark allows null or zero. */
  public String notation() {
    return notation;
  }

  static ArgKind ofNotation(String notation) {
    for (ArgKind kind : values()) {
      if (kind.notation.equals(notation)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind of argument '%s'".formatted(notation));
  }
}
