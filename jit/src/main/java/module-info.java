/** eBPF: instruction set, BTF, verifier, compiler. Sees of x86 only the assembler. */
module dev.hugetext.jit {
  exports dev.hugetext.bpf.btf;
  exports dev.hugetext.bpf.btf.c;
  exports dev.hugetext.bpf.interp;
  exports dev.hugetext.bpf.isa;
  exports dev.hugetext.bpf.lower;
  exports dev.hugetext.bpf.proto;
  exports dev.hugetext.jit;
  exports dev.hugetext.verifier;
  exports dev.hugetext.verifier.budget;
  exports dev.hugetext.verifier.rule;

  requires transitive dev.hugetext.x86;
  requires static transitive org.jspecify;
}
