/**
 * The hardware: x86-64 instructions from one table, memory, TLBs and CPUs. Knows no guest Linux and
 * no eBPF.
 */
@SuppressWarnings("module") // the name ends in a digit, as the architecture does
module dev.hugetext.x86 {
  requires static transitive org.jspecify;
}
