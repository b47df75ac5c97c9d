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
  ATOMIC
}
