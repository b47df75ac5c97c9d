package dev.hugetext.selftests.fuzz;

/** What a random program is mostly made of. */
public enum Kind {
  ALU,
  BRANCH,
  LOOP,
  STACK,
  PACKET,
  MAP,
  HELPER,
  SUBPROGRAM,
  ATOMIC,
  /** Loads by {@code LD_ABS} and {@code LD_IND}. */
  LEGACY_PACKET,
  /** Load-acquire and store-release. */
  ORDERED,
  PER_CPU_MAP,
  LRU_MAP,
  TAIL_CALL
}
