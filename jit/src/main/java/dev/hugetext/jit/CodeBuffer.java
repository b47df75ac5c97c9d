package dev.hugetext.jit;

import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.x86.asm.Assembler;
import dev.hugetext.x86.insn.Condition;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;
import java.util.ArrayList;
import java.util.List;

/** The code of one function as it grows, with its relocations. */
final class CodeBuffer {

  private final Assembler asm = new Assembler();
  private final RegisterMap registers;
  private final List<Relocation> relocations = new ArrayList<>();
  private final List<FaultSite> faultSites = new ArrayList<>();
  private final List<TailCallSite> tailCallSites = new ArrayList<>();

  CodeBuffer(RegisterMap registers) {
    this.registers = registers;
  }

  /** Where an eBPF register lives. */
  Gpr register(Reg reg) {
    return registers.of(reg);
  }

  RegisterMap registers() {
    return registers;
  }

  /** Bytes so far. */
  int position() {
    return asm.position();
  }

  byte[] toBytes() {
    return asm.toBytes();
  }

  /** In order of their offsets. */
  List<Relocation> relocations() {
    return relocations;
  }

  /** Instructions that may fault, in order of their offsets. */
  List<FaultSite> faultSites() {
    return faultSites;
  }

  /** Tail calls by patched jumps, in order of their offsets. */
  List<TailCallSite> tailCallSites() {
    return tailCallSites;
  }

  /** Says that what was emitted from {@code start} on is one instruction that may fault. */
  CodeBuffer mayFault(int start, Gpr cleared) {
    faultSites.add(new FaultSite(start, position() - start, cleared));
    return this;
  }

  CodeBuffer tailCallSite(TailCallSite site) {
    tailCallSites.add(site);
    return this;
  }

  /** Any form at any width; operands as the form's row has them. */
  CodeBuffer emit(Form form, Width width, Operand... operands) {
    asm.emit(form, width, operands);
    return this;
  }

  /** Two registers in the order of the form's row. */
  CodeBuffer emit(Form form, Width width, Gpr first, Gpr second) {
    return emit(form, width, Operand.reg(first), Operand.reg(second));
  }

  /** A register and an immediate. */
  CodeBuffer emit(Form form, Width width, Gpr register, long immediate) {
    return emit(form, width, Operand.reg(register), Operand.imm(immediate));
  }

  /** With a REX prefix even where no operand needs one. */
  CodeBuffer emitWithRex(Form form, Width width, Gpr first, Gpr second) {
    asm.rex();
    return emit(form, width, first, second);
  }

  /** With a LOCK prefix. */
  CodeBuffer emitLocked(Form form, Width width, Operand... operands) {
    asm.lock();
    return emit(form, width, operands);
  }

  /** Exactly this form of conditional jump. */
  CodeBuffer branch(Form form, Condition condition, int displacement) {
    asm.emit(form, condition, Operand.rel(displacement));
    return this;
  }

  /** The kernel's nops, in all {@code bytes} bytes. */
  CodeBuffer nop(int bytes) {
    asm.nop(bytes);
    return this;
  }

  /** {@code mov dst, src}, also where both are the same. */
  CodeBuffer move(Width width, Gpr dst, Gpr src) {
    return emit(Form.MOV_RM_R, width, dst, src);
  }

  CodeBuffer push(Gpr register) {
    return emit(Form.PUSH_R, Width.Q, Operand.reg(register));
  }

  CodeBuffer pop(Gpr register) {
    return emit(Form.POP_R, Width.Q, Operand.reg(register));
  }

  /** {@code call symbol}. */
  CodeBuffer call(Symbol symbol) {
    return relative(Form.CALL_REL32, symbol);
  }

  /** {@code jmp symbol}. */
  CodeBuffer jump(Symbol symbol) {
    return relative(Form.JMP_REL32, symbol);
  }

  private CodeBuffer relative(Form form, Symbol symbol) {
    asm.emit(form, Width.Q, Operand.rel(0));
    return relocateLast(Relocation.Kind.REL32, symbol);
  }

  /** Says that the last bytes of what was just emitted are the address of {@code symbol}. */
  CodeBuffer relocateLast(Relocation.Kind kind, Symbol symbol) {
    return relocateBefore(0, kind, symbol);
  }

  /** Says that the bytes before the last {@code bytes} are the address of {@code symbol}. */
  CodeBuffer relocateBefore(int bytes, Relocation.Kind kind, Symbol symbol) {
    relocations.add(new Relocation(position() - bytes - kind.bytes(), kind, symbol));
    return this;
  }

  /** {@code [base + offset]} as this compiler always writes it: with an explicit displacement. */
  static Mem memory(Gpr base, int offset) {
    return Mem.withDisp(base, offset);
  }

  Mem memory(Reg base, int offset) {
    return memory(register(base), offset);
  }
}
