package dev.hugetext.bpf.isa;

/** Which memory a load or store reaches; all but {@link #MEM} come from the verifier only. */
public enum AccessMode {
  /** Memory that the verifier proved to be there. */
  MEM,
  /** Kernel memory that may fault: the load then gives 0. */
  PROBE_MEM,
  /** An arena: a 32-bit offset from its base; a fault is skipped. */
  PROBE_MEM32
}
