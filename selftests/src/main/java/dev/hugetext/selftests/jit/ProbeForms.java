package dev.hugetext.selftests.jit;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfKind;
import dev.hugetext.bpf.btf.BtfType;
import dev.hugetext.bpf.isa.AccessMode;
import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.TrustedOptions;
import dev.hugetext.bpf.proto.HelperTable;
import java.util.ArrayList;
import java.util.List;

/**
 * A raw tracepoint program that walks from the current task to its parent's parent, which the
 * verifier does not trust: every load behind that may fault. It loads into and by each register,
 * all sizes, both ways.
 */
final class ProbeForms {
  private static final int RAW_TRACEPOINT = 17;
  private static final int TASK = 6;
  private static final int UNTRUSTED = 1;

  /** The slot that loads the current task's parent: the last load that cannot fault. */
  private static final int TRUSTED_LOAD = 2;

  private final Btf types;
  private final List<RawInsn> insns = new ArrayList<>();

  private ProbeForms(Btf types) {
    this.types = types;
  }

  /** {@code bpf_prog_type} of the program. */
  static int type() {
    return RAW_TRACEPOINT;
  }

  /** The program for a kernel with these types. */
  static List<RawInsn> program(Btf types) {
    var forms = new ProbeForms(types);
    forms.write();
    return forms.insns;
  }

  private void write() {
    insns.add(BpfOpcode.CALL_HELPER.insn(0, 0, 0, HelperTable.GET_CURRENT_TASK_BTF.id()));
    insns.add(BpfOpcode.MOV64_X.insn(TASK, 0, 0, 0));
    int parent = offset("parent");
    insns.add(BpfOpcode.LDX_DW.insn(UNTRUSTED, TASK, parent, 0));
    insns.add(BpfOpcode.LDX_DW.insn(UNTRUSTED, UNTRUSTED, parent, 0));
    for (int base = 1; base < 10; base++) {
      insns.add(BpfOpcode.MOV64_X.insn(base, UNTRUSTED, 0, 0));
      for (int dst = 0; dst < 10; dst++) {
        if (dst != base && dst != UNTRUSTED) {
          insns.add(BpfOpcode.LDX_W.insn(dst, base, offset("prio"), 0));
        }
      }
    }
    for (BpfOpcode row : List.of(BpfOpcode.LDX_W, BpfOpcode.LDXSX_W)) {
      insns.add(row.insn(2, UNTRUSTED, offset("pid"), 0));
    }
    for (BpfOpcode row : List.of(BpfOpcode.LDX_H, BpfOpcode.LDXSX_H)) {
      insns.add(row.insn(3, UNTRUSTED, offset("migration_disabled"), 0));
    }
    for (BpfOpcode row : List.of(BpfOpcode.LDX_B, BpfOpcode.LDXSX_B)) {
      insns.add(row.insn(7, UNTRUSTED, offset("comm"), 0));
    }
    insns.add(BpfOpcode.LDX_DW.insn(UNTRUSTED, UNTRUSTED, parent, 0));
    insns.add(BpfOpcode.LDX_W.insn(UNTRUSTED, UNTRUSTED, 0, 0)); // the first member, at offset 0
    insns.add(BpfOpcode.MOV64_K.insn(0, 0, 0, 0));
    insns.add(BpfOpcode.EXIT.insn(0, 0, 0, 0));
  }

  private int offset(String member) {
    int task = types.find(BtfKind.STRUCT, "task_struct").orElseThrow();
    if (!(types.type(task) instanceof BtfType.Struct struct)) {
      throw new IllegalStateException("task_struct is no structure");
    }
    return struct.members().stream()
        .filter(m -> m.name().equals(member))
        .mapToInt(m -> m.bitOffset() / Byte.SIZE)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no task_struct." + member));
  }

  /** What the kernel compiled: an xlated dump shows loads that may fault as plain ones. */
  static RewrittenProgram compiled(List<RawInsn> xlated) {
    RewrittenProgram.Function read =
        RewrittenProgram.trusted("probe", xlated, TrustedOptions.XLATED).main();
    List<RawInsn> slots = new ArrayList<>(read.insns());
    for (int slot = TRUSTED_LOAD + 1; slot < slots.size(); slot++) {
      if (Insn.decode(slots, slot)
          instanceof
          Insn.Load(MemSize size, boolean signed, var mode, Reg dst, Reg base, short offset)) {
        Insn probe = new Insn.Load(size, signed, AccessMode.PROBE_MEM, dst, base, offset);
        slots.set(slot, probe.encode().getFirst());
      }
    }
    return RewrittenProgram.trusted(
        List.of(
            new RewrittenProgram.Function(
                read.name(),
                slots,
                read.stackDepth(),
                read.tailCallReachable(),
                read.references(),
                0)));
  }
}
