package dev.hugetext.loader.link;

import dev.hugetext.bpf.isa.FuncInfo;
import dev.hugetext.bpf.isa.LineInfo;
import dev.hugetext.bpf.isa.RawInsn;
import java.util.List;
import java.util.Optional;

/**
 * The instructions of one program with all its functions, main first.
 *
 * @param missing why it cannot be loaded, if it cannot
 */
record LinkedCode(
    List<RawInsn> insns,
    List<FuncInfo> functions,
    List<LineInfo> lines,
    Optional<String> missing) {}
