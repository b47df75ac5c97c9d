/**
 * The hardware: x86-64 instructions from one table, memory, TLBs and CPUs. Knows no guest Linux and
 * no eBPF.
 */
@SuppressWarnings("module") // the name ends in a digit, as the architecture does
module dev.hugetext.x86 {
  requires static transitive org.jspecify;

  exports dev.hugetext.x86.asm;
  exports dev.hugetext.x86.cpu;
  exports dev.hugetext.x86.decode;
  exports dev.hugetext.x86.disasm;
  exports dev.hugetext.x86.host;
  exports dev.hugetext.x86.insn;
  exports dev.hugetext.x86.memory;
  exports dev.hugetext.x86.table;
  exports dev.hugetext.x86.tlb;
}
