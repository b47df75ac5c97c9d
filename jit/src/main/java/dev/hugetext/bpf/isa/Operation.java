package dev.hugetext.bpf.isa;

/** What a row of {@link BpfOpcode} does; the cases are all there are. */
public sealed interface Operation permits AluOp, Cond, AtomicOp, SwapOp, SpecialOp {}
