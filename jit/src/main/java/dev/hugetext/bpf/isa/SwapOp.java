package dev.hugetext.bpf.isa;

/** A byte-order operation on the low 16, 32 or 64 bits (RFC 9669, section 4.2). */
public enum SwapOp implements Operation {
  /** To little endian: on the little-endian machine modelled here only a truncation. */
  LE,
  /** To big endian: here a swap. */
  BE,
  /** An unconditional swap. */
  BSWAP
}
