package dev.hugetext.execmem.layout;

import dev.hugetext.x86.asm.Assembler;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;
import java.util.function.ToLongFunction;

/**
 * The machine code of one function of static text.
 *
 * <p>Its length must not depend on where it lies.
 */
@FunctionalInterface
public interface KernelCode {
  /**
   * Assembles it.
   *
   * @param address where its first byte will be
   * @param symbols addresses of the functions that it may refer to, by name
   */
  byte[] at(long address, ToLongFunction<String> symbols);

  /** Length of the nop with which a traceable function begins, and of a near jump or call. */
  int SITE_BYTES = 5;

  /** {@code ret; int3}: what a return thunk comes down to. */
  static KernelCode returnThunk() {
    return (address, symbols) ->
        new Assembler().emit(Form.RET, Width.Q).emit(Form.INT3, Width.Q).toBytes();
  }

  /** {@code call +1; int3; mov [rsp], reg; jmp return thunk}: a retpoline. */
  static KernelCode indirectThunk(Gpr register) {
    return (address, symbols) -> {
      Assembler code = new Assembler();
      code.emit(Form.CALL_REL32, Width.Q, Operand.rel(1)).emit(Form.INT3, Width.Q);
      code.emit(Form.MOV_RM_R, Width.Q, Mem.base(Gpr.RSP, 0), Operand.reg(register));
      return jump(code, address, symbols.applyAsLong(KernelImage.RETURN_THUNK)).toBytes();
    };
  }

  /**
   * {@code nop5; jmp return thunk}: a traceable function that does nothing of its own. What it
   * stands for is done by the host when a CPU arrives at it.
   */
  static KernelCode function() {
    return (address, symbols) -> {
      Assembler code = new Assembler().nop(SITE_BYTES);
      return jump(code, address, symbols.applyAsLong(KernelImage.RETURN_THUNK)).toBytes();
    };
  }

  /** {@code xor eax, eax; jmp return thunk}: a function that returns 0. */
  static KernelCode returnZero() {
    return (address, symbols) -> {
      Assembler code = new Assembler();
      code.emit(Form.XOR_RM_R, Width.D, Operand.reg(Gpr.RAX), Operand.reg(Gpr.RAX));
      return jump(code, address, symbols.applyAsLong(KernelImage.RETURN_THUNK)).toBytes();
    };
  }

  /** {@code jmp target}. */
  static KernelCode jumpTo(String target) {
    return (address, symbols) ->
        jump(new Assembler(), address, symbols.applyAsLong(target)).toBytes();
  }

  /** {@code call target}, then {@code int3}, which nothing should reach. */
  static KernelCode callTo(String target) {
    return (address, symbols) -> {
      long displacement = symbols.applyAsLong(target) - (address + SITE_BYTES);
      Assembler code = new Assembler();
      code.emit(Form.CALL_REL32, Width.Q, Operand.rel(Math.toIntExact(displacement)));
      return code.emit(Form.INT3, Width.Q).toBytes();
    };
  }

  private static Assembler jump(Assembler code, long address, long target) {
    long displacement = target - (address + code.position() + SITE_BYTES);
    return code.emit(Form.JMP_REL32, Width.Q, Operand.rel(Math.toIntExact(displacement)));
  }
}
