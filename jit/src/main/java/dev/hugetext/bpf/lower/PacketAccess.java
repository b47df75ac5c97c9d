package dev.hugetext.bpf.lower;

import dev.hugetext.bpf.isa.AccessMode;
import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.Cond;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.isa.RegWidth;
import dev.hugetext.bpf.isa.Source;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.KernelAbi.SkBuff;
import dev.hugetext.bpf.proto.KernelNames;
import dev.hugetext.bpf.proto.ProgramType;
import java.util.ArrayList;
import java.util.List;

/** What surrounds a program's accesses to packet bytes; as Linux 6.18 has it (measured). */
public final class PacketAccess {
  private static final int TC_ACT_SHOT = 2;

  private PacketAccess() {}

  /**
   * What goes before the first instruction of a program that writes packet bytes: data shared with
   * a clone are copied first, and the packet dropped if that fails.
   *
   * @return empty for types whose packets are never shared
   */
  public static List<Insn> writePrologue(ProgramType type) {
    return switch (type) {
      case SCHED_CLS, SCHED_ACT, LWT_XMIT -> uncloneOr(TC_ACT_SHOT);
      case SK_SKB -> uncloneOr(0);
      default -> List.of();
    };
  }

  /** In place of a legacy packet load; calls {@link KernelNames#packetLoad}. */
  public static LoweredCode lower(Insn.LoadAbs load) {
    return loadVia(List.of(mov(Reg.R2, new Source.Imm(load.imm()))), load.size());
  }

  /** As the one above, with an offset in a register. */
  public static LoweredCode lower(Insn.LoadInd load) {
    List<Insn> offset = new ArrayList<>();
    offset.add(mov(Reg.R2, new Source.FromReg(load.src())));
    if (load.imm() != 0) {
      offset.add(new Insn.Alu(AluOp.ADD, RegWidth.W64, Reg.R2, new Source.Imm(load.imm())));
    }
    return loadVia(offset, load.size());
  }

  private static LoweredCode loadVia(List<Insn> offset, MemSize size) {
    return new LoweredCode.Builder()
        .add(offset)
        .add(mov(Reg.R1, new Source.FromReg(Reg.R6)))
        .call(KernelNames.packetLoad(size.bits()))
        .add(jumpIf(Cond.JSGE, Reg.R0, 2))
        .add(new Insn.Alu(AluOp.XOR, RegWidth.W32, Reg.R0, new Source.FromReg(Reg.R0)))
        .add(new Insn.Exit())
        .build();
  }

  private static List<Insn> uncloneOr(int verdict) {
    return List.of(
        new Insn.Load(MemSize.B, false, AccessMode.MEM, Reg.R6, Reg.R1, (short) SkBuff.CLONED),
        new Insn.Alu(AluOp.AND, RegWidth.W32, Reg.R6, new Source.Imm(SkBuff.CLONED_MASK)),
        jumpIf(Cond.JEQ, Reg.R6, 7),
        mov(Reg.R6, new Source.FromReg(Reg.R1)),
        new Insn.Alu(AluOp.XOR, RegWidth.W64, Reg.R2, new Source.FromReg(Reg.R2)),
        new Insn.CallHelper(HelperTable.SKB_PULL_DATA.id()),
        jumpIf(Cond.JEQ, Reg.R0, 2),
        new Insn.Alu(AluOp.MOV, RegWidth.W32, Reg.R0, new Source.Imm(verdict)),
        new Insn.Exit(),
        mov(Reg.R1, new Source.FromReg(Reg.R6)));
  }

  private static Insn mov(Reg dst, Source source) {
    return new Insn.Alu(AluOp.MOV, RegWidth.W64, dst, source);
  }

  private static Insn jumpIf(Cond cond, Reg left, int offset) {
    return new Insn.Branch(cond, RegWidth.W64, left, new Source.Imm(0), (short) offset);
  }
}
