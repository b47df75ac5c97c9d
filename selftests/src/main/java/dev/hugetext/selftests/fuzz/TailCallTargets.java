package dev.hugetext.selftests.fuzz;

import dev.hugetext.bpf.isa.AccessMode;
import dev.hugetext.bpf.isa.AtomicOp;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.Imm64Kind;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.Reg;
import java.util.List;
import java.util.Map;

/** What the program array of random programs holds, by name. */
public final class TailCallTargets {
  /** The name of every random program, which so may call itself. */
  static final String ITSELF = "fuzz";

  private static final String LEAF = "leaf";

  /** The other slots are empty. */
  static final Map<Integer, String> SLOTS = Map.of(0, LEAF, 1, ITSELF);

  private TailCallTargets() {}

  /** The programs that the slots name, for a program: itself, and one that counts its calls. */
  public static List<BpfProgram> of(BpfProgram program) {
    var code = new CodeBuffer();
    code.mov(2, 1);
    code.add(new Insn.LoadImm64(Imm64Kind.MAP_VALUE, Reg.R1, 0, 0));
    code.add(
        new Insn.Atomic(AtomicOp.FETCH_ADD, MemSize.DW, AccessMode.MEM, Reg.R1, (short) 0, Reg.R2));
    code.movReg(0, 2);
    code.exit();
    BpfProgram leaf =
        BpfProgram.of(LEAF, program.type(), code.finish())
            .withMaps(List.of(FuzzMaps.ALL.get(FuzzMaps.SINGLE)));
    return List.of(program, leaf);
  }
}
