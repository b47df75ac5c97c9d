package dev.hugetext.bpf.isa;

/** The operation of an atomic instruction; its code stands in the immediate (RFC 9669, 5.3). */
public enum AtomicOp implements Operation {
  ADD(0x00),
  OR(0x40),
  AND(0x50),
  XOR(0xa0),
  FETCH_ADD(0x01),
  FETCH_OR(0x41),
  FETCH_AND(0x51),
  FETCH_XOR(0xa1),
  XCHG(0xe1),
  /** Compares with R0; R0 receives the old value. */
  CMPXCHG(0xf1),
  LOAD_ACQUIRE(0x100),
  STORE_RELEASE(0x110);

  private final int code;

  AtomicOp(int code) {
    this.code = code;
  }

  /** The immediate of the instruction. */
  public int code() {
    return code;
  }

  /** Whether the old value goes to the source register. */
  public boolean fetchesIntoSource() {
    return switch (this) {
      case FETCH_ADD, FETCH_OR, FETCH_AND, FETCH_XOR, XCHG -> true;
      case ADD, OR, AND, XOR, CMPXCHG, LOAD_ACQUIRE, STORE_RELEASE -> false;
    };
  }
}
