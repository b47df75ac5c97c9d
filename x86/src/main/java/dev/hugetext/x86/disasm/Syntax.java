package dev.hugetext.x86.disasm;

/** How instructions are written. */
public enum Syntax {
  /** Source first, {@code %} and {@code $}: {@code objdump -d}, and bpftool. */
  ATT,
  /** Destination first, {@code QWORD PTR}: {@code objdump -d -M intel}. */
  INTEL
}
