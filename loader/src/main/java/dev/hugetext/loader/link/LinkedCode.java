package dev.hugetext.loader.link;

import dev.hugetext.bpf.isa.FuncInfo;
import dev.hugetext.bpf.isa.LineInfo;
import dev.hugetext.bpf.isa.RawInsn;
import java.util.List;

/** The instructions of one program with all its functions, main first. */
record LinkedCode(List<RawInsn> insns, List<FuncInfo> functions, List<LineInfo> lines) {}
