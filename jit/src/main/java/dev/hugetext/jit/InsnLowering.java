package dev.hugetext.jit;

import dev.hugetext.bpf.isa.AccessMode;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Mem;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the class that lowers an instruction. Emits everything of it but a jump, whose form
 * depends on distances.
 */
final class InsnLowering {

  private final CodeBuffer code;
  private final Frame frame;
  private final FrameLowering stack;
  private final TailCallLowering tailCalls;
  private final AluLowering alu;
  private final SwapLowering swaps;
  private final ConstantLowering constants;
  private final MemoryLowering memory;
  private final AtomicLowering atomics;
  private final CompareLowering compares;

  InsnLowering(CodeBuffer code, Frame frame, JitOptions options) {
    this.code = code;
    this.frame = frame;
    this.stack = new FrameLowering(code, frame, options);
    this.tailCalls = new TailCallLowering(code, frame, options);
    this.alu = new AluLowering(code, options);
    this.swaps = new SwapLowering(code);
    this.constants = new ConstantLowering(code);
    this.memory = new MemoryLowering(code);
    this.atomics = new AtomicLowering(code);
    this.compares = new CompareLowering(code);
  }

  /**
   * Emits the fragment of one instruction.
   *
   * @param symbol what its immediate stands for, or null
   * @return why it cannot be compiled, or null
   */
  @Nullable String lower(Insn insn, @Nullable Symbol symbol) {
    switch (insn) {
      case Insn.Alu(var op, var width, var dst, var source) ->
          alu.lower(op, width, RegisterMap.of(dst), source);
      case Insn.Neg(var width, var dst) -> alu.negate(width, RegisterMap.of(dst));
      case Insn.MoveSigned(var width, var from, var dst, var src) ->
          alu.moveSigned(width, from, RegisterMap.of(dst), RegisterMap.of(src));
      case Insn.Swap(var op, var size, var dst) -> swaps.lower(op, size, RegisterMap.of(dst));
      case Insn.MovePerCpu(var dst, var src) ->
          movePerCpu(RegisterMap.of(dst), RegisterMap.of(src));
      case Insn.LoadImm64 load -> loadConstant(load, symbol);
      case Insn.Load load -> {
        return load(load);
      }
      case Insn.Store store -> {
        return store(store);
      }
      case Insn.Atomic atomic -> {
        return atomic(atomic);
      }
      case Insn.Branch(var cond, var width, var left, var right, _) ->
          compares.lower(cond, width, RegisterMap.of(left), right);
      case Insn.Jump _, Insn.Exit _ -> {
        // nothing but the jump, or the epilogue
      }
      case Insn.CallHelper _, Insn.CallKfunc _ -> {
        return call(symbol);
      }
      case Insn.CallBpf _ -> {
        stack.loadTailCallPointer();
        return call(symbol);
      }
      case Insn.NoSpec _ -> code.emit(Form.LFENCE, Width.Q);
      case Insn.TailCall(int poke) -> {
        return tailCall(poke);
      }
      case Insn.AddrSpaceCast _ -> {
        return "arena pointers are not compiled yet";
      }
      case Insn.LoadAbs _, Insn.LoadInd _, Insn.MayGoto _ -> {
        return "not rewritten: the verifier replaces this instruction";
      }
      case Insn.CallRegister _, Insn.JumpIndirect _ -> {
        return "Linux 6.18 has no such instruction";
      }
      case Insn.Invalid(_, var reason) -> {
        return reason;
      }
    }
    return null;
  }

  private void movePerCpu(Gpr dst, Gpr src) {
    if (dst != src) {
      code.move(Width.Q, dst, src);
    }
    code.emit(Form.ADD_R_RM, Width.Q, Operand.reg(dst), Mem.gsAbsolute(0));
    code.relocateLast(Relocation.Kind.ABS32, new Symbol.Kernel("this_cpu_off"));
  }

  private void loadConstant(Insn.LoadImm64 load, @Nullable Symbol symbol) {
    Gpr dst = RegisterMap.of(load.dst());
    if (symbol == null) {
      constants.load(dst, load.value());
    } else {
      constants.load(dst, symbol);
    }
  }

  private @Nullable String call(@Nullable Symbol symbol) {
    if (symbol == null) {
      return "nothing says what is called";
    }
    code.call(symbol);
    return null;
  }

  private @Nullable String tailCall(int poke) {
    if (poke != 0) {
      return "tail calls by a patched jump are not compiled yet";
    }
    if (!frame.tailCallReachable()) {
      return "a tail call in a function whose frame has no count of them";
    }
    tailCalls.lower();
    return null;
  }

  private @Nullable String load(Insn.Load load) {
    Gpr dst = RegisterMap.of(load.dst());
    Mem from = CodeBuffer.memory(load.base(), load.offset());
    if (load.mode() != AccessMode.MEM) {
      return unsupported(load.mode());
    }
    if (load.signed()) {
      memory.loadSigned(load.size(), dst, from);
    } else {
      memory.load(load.size(), dst, from);
    }
    return null;
  }

  private @Nullable String store(Insn.Store store) {
    if (store.mode() != AccessMode.MEM) {
      return unsupported(store.mode());
    }
    memory.store(store.size(), CodeBuffer.memory(store.base(), store.offset()), store.source());
    return null;
  }

  private @Nullable String atomic(Insn.Atomic atomic) {
    if (atomic.mode() != AccessMode.MEM) {
      return unsupported(atomic.mode());
    }
    atomics.lower(atomic.op(), atomic.size(), atomic.base(), atomic.offset(), atomic.reg());
    return null;
  }

  private static @Nullable String unsupported(AccessMode mode) {
    return switch (mode) {
      case MEM -> null;
      case PROBE_MEM -> "loads that may fault are not compiled yet";
      case PROBE_MEM32 -> "arena accesses are not compiled yet";
    };
  }
}
