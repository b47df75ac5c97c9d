package dev.hugetext.jit;

import dev.hugetext.bpf.isa.AccessMode;
import dev.hugetext.bpf.isa.AluOp;
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

  private static final String ARENA = "arenas are not compiled";

  private final CodeBuffer code;
  private final Frame frame;
  private final FrameLowering stack;
  private final CallLowering calls;
  private final TailCallLowering tailCalls;
  private final AluLowering alu;
  private final SwapLowering swaps;
  private final ConstantLowering constants;
  private final MemoryLowering memory;
  private final ProbeLowering probes;
  private final AtomicLowering atomics;
  private final CompareLowering compares;

  InsnLowering(CodeBuffer code, Frame frame, JitOptions options) {
    this.code = code;
    this.frame = frame;
    this.stack = new FrameLowering(code, frame, options);
    this.calls = new CallLowering(code, frame, options);
    this.tailCalls = new TailCallLowering(code, frame, options);
    this.alu = new AluLowering(code, options);
    this.swaps = new SwapLowering(code);
    this.constants = new ConstantLowering(code);
    this.memory = new MemoryLowering(code);
    this.probes = new ProbeLowering(code);
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
      case Insn.Alu(var op, _, var dst, _) when symbol != null -> {
        return addressOfVariable(op, code.register(dst), symbol);
      }
      case Insn.Alu(var op, var width, var dst, var source) ->
          alu.lower(op, width, code.register(dst), source);
      case Insn.Neg(var width, var dst) -> alu.negate(width, code.register(dst));
      case Insn.MoveSigned(var width, var from, var dst, var src) ->
          alu.moveSigned(width, from, code.register(dst), code.register(src));
      case Insn.Swap(var op, var size, var dst) -> swaps.lower(op, size, code.register(dst));
      case Insn.MovePerCpu(var dst, var src) -> movePerCpu(code.register(dst), code.register(src));
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
          compares.lower(cond, width, code.register(left), right);
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
      case Insn.TailCall _ -> {
        return tailCall(symbol);
      }
      case Insn.AddrSpaceCast _ -> {
        return ARENA;
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
    code.relocateLast(Relocation.Kind.ABS32, FrameLowering.THIS_CPU_OFF);
  }

  /** Variables of the kernel lie where an address is its own sign extension. */
  private @Nullable String addressOfVariable(AluOp op, Gpr dst, Symbol symbol) {
    if (op != AluOp.MOV) {
      return "the address of a symbol in a computation";
    }
    code.emit(Form.MOV_RM_IZ, Width.Q, dst, 0).relocateLast(Relocation.Kind.ABS32, symbol);
    return null;
  }

  private void loadConstant(Insn.LoadImm64 load, @Nullable Symbol symbol) {
    Gpr dst = code.register(load.dst());
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
    calls.call(symbol);
    return null;
  }

  private @Nullable String tailCall(@Nullable Symbol symbol) {
    if (!frame.tailCallReachable()) {
      return "a tail call in a function whose frame has no count of them";
    }
    if (symbol instanceof Symbol.TailCallSlot slot) {
      tailCalls.lower(slot);
    } else {
      tailCalls.lower();
    }
    return null;
  }

  private @Nullable String load(Insn.Load load) {
    Gpr dst = code.register(load.dst());
    Mem from = code.memory(load.base(), load.offset());
    if (load.mode() == AccessMode.PROBE_MEM) {
      probes.load(load);
      return null;
    }
    if (load.mode() != AccessMode.MEM) {
      return ARENA;
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
      return ARENA;
    }
    memory.store(store.size(), code.memory(store.base(), store.offset()), store.source());
    return null;
  }

  private @Nullable String atomic(Insn.Atomic atomic) {
    if (atomic.mode() != AccessMode.MEM) {
      return ARENA;
    }
    atomics.lower(atomic.op(), atomic.size(), atomic.base(), atomic.offset(), atomic.reg());
    return null;
  }
}
