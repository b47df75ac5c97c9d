package dev.hugetext.selftests.fuzz;

import dev.hugetext.bpf.isa.AccessMode;
import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.Cond;
import dev.hugetext.bpf.isa.Imm64Kind;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.isa.RegWidth;
import dev.hugetext.bpf.isa.Source;
import java.util.ArrayList;
import java.util.List;

/** Instructions in the making; jumps and calls name labels, which get their places later. */
final class CodeBuffer {
  private final List<RawInsn> insns = new ArrayList<>();
  private final List<Use> uses = new ArrayList<>();

  /** A place in the code. */
  static final class Label {
    private int place = -1;
  }

  /** A distance to fill in: in the immediate, or in the offset. */
  private record Use(int slot, Label label, boolean inImmediate) {}

  int size() {
    return insns.size();
  }

  void add(Insn insn) {
    insns.addAll(insn.encode());
  }

  void bind(Label label) {
    label.place = insns.size();
  }

  void alu(AluOp op, RegWidth width, int dst, int imm) {
    add(new Insn.Alu(op, width, Reg.of(dst), new Source.Imm(imm)));
  }

  void aluReg(AluOp op, RegWidth width, int dst, int src) {
    add(new Insn.Alu(op, width, Reg.of(dst), new Source.FromReg(Reg.of(src))));
  }

  void mov(int dst, int imm) {
    alu(AluOp.MOV, RegWidth.W64, dst, imm);
  }

  void movReg(int dst, int src) {
    aluReg(AluOp.MOV, RegWidth.W64, dst, src);
  }

  void load(MemSize size, int dst, int base, int off) {
    add(new Insn.Load(size, false, AccessMode.MEM, Reg.of(dst), Reg.of(base), (short) off));
  }

  void loadSigned(MemSize size, int dst, int base, int off) {
    add(new Insn.Load(size, true, AccessMode.MEM, Reg.of(dst), Reg.of(base), (short) off));
  }

  void store(MemSize size, int base, int off, Source source) {
    add(new Insn.Store(size, AccessMode.MEM, Reg.of(base), (short) off, source));
  }

  void storeReg(MemSize size, int base, int off, int src) {
    store(size, base, off, new Source.FromReg(Reg.of(src)));
  }

  /** A constant of 64 bits, by two slots. */
  void constant(int dst, long value) {
    int high = (int) (value >> Integer.SIZE);
    add(new Insn.LoadImm64(Imm64Kind.CONSTANT, Reg.of(dst), (int) value, high));
  }

  void loadMap(int dst, int map) {
    add(new Insn.LoadImm64(Imm64Kind.MAP, Reg.of(dst), map, 0));
  }

  void call(int helper) {
    add(new Insn.CallHelper(helper));
  }

  void callLabel(Label label) {
    uses.add(new Use(insns.size(), label, true));
    add(new Insn.CallBpf(0));
  }

  /** With a distance of 16 bits, or of 32. */
  void jump(Label label, boolean wide) {
    uses.add(new Use(insns.size(), label, wide));
    add(new Insn.Jump(wide, 0));
  }

  /** Goes on, or to the label when the kernel has had enough. */
  void mayGoto(Label label) {
    uses.add(new Use(insns.size(), label, false));
    add(new Insn.MayGoto((short) 0));
  }

  void jumpIf(Cond cond, RegWidth width, int left, Source right, Label label) {
    uses.add(new Use(insns.size(), label, false));
    add(new Insn.Branch(cond, width, Reg.of(left), right, (short) 0));
  }

  void jumpIf(Cond cond, int left, int imm, Label label) {
    jumpIf(cond, RegWidth.W64, left, new Source.Imm(imm), label);
  }

  void jumpIfReg(Cond cond, int left, int right, Label label) {
    jumpIf(cond, RegWidth.W64, left, new Source.FromReg(Reg.of(right)), label);
  }

  void exit() {
    add(new Insn.Exit());
  }

  /** The finished slots; every used label must be bound. */
  List<RawInsn> finish() {
    List<RawInsn> out = new ArrayList<>(insns);
    for (Use use : uses) {
      int distance = use.label().place - use.slot() - 1;
      RawInsn raw = out.get(use.slot());
      out.set(
          use.slot(), use.inImmediate() ? raw.withImm(distance) : raw.withOff((short) distance));
    }
    return List.copyOf(out);
  }
}
