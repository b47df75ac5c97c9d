package dev.hugetext.bpf.interp;

import dev.hugetext.bpf.isa.AccessMode;
import dev.hugetext.bpf.isa.AluSemantics;
import dev.hugetext.bpf.isa.AtomicOp;
import dev.hugetext.bpf.isa.Imm64Kind;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.InsnPrinter;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.Source;
import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.bpf.proto.KernelNames;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of a program: registers, frames, and one method per kind of instruction. */
final class Run {
  private static final int MAX_FRAMES = 8;
  private static final int MAX_TAIL_CALLS = 33;

  /** How often a {@code may_goto} that no rewriting counts goes on before it jumps. */
  private static final int MAY_GOTO_LIMIT = 0x80_0000;

  /** Takes its argument and gives its result in the hidden register. */
  private static final Symbol TIMED_MAY_GOTO = new Symbol.Kernel(KernelNames.TIMED_MAY_GOTO);

  private final BpfMemory memory;
  private final HelperCalls calls;
  private final long[] registers = new long[Reg.AX.number() + 1];
  private final Deque<Frame> frames = new ArrayDeque<>();
  private RewrittenProgram program;
  private int function;
  private int pc;
  private int tailCalls;
  private int mayGotos;
  private long fuel;
  private int at;
  private boolean ended;

  /** The instructions of functions that ran so far, each decoded when it first runs. */
  private final IdentityHashMap<RewrittenProgram.Function, @Nullable Insn[]> decoded =
      new IdentityHashMap<>();

  private @Nullable Insn[] insns = {};

  Run(RewrittenProgram program, BpfMemory memory, HelperCalls calls, long stackTop, long context) {
    this.program = program;
    this.memory = memory;
    this.calls = calls;
    goTo(program, 0, 0);
    set(Reg.R1, context);
    set(Reg.FP, stackTop);
  }

  Result go(long allowed) {
    fuel = allowed;
    calls.begin(this::callback);
    try {
      stepWhileDeeperThan(-1);
      return new Result.Returned(get(Reg.R0));
    } catch (FuelUsedUp _) {
      return new Result.OutOfFuel();
    } catch (BpfMemoryFault fault) {
      return new Result.Faulted(function, at, fault.address());
    } catch (UndefinedInsn undefined) {
      return new Result.Undefined(function, at, String.valueOf(undefined.getMessage()));
    }
  }

  /** Goes on until so few frames are left or all ended. */
  private void stepWhileDeeperThan(int depth) {
    while (frames.size() > depth && !ended) {
      if (fuel <= 0) {
        throw new FuelUsedUp();
      }
      fuel--;
      at = pc;
      if (pc < 0 || pc >= insns.length) {
        throw new UndefinedInsn("outside of the function");
      }
      Insn insn = insns[pc];
      if (insn == null) { // not decoded yet
        insn = Insn.decode(current().insns(), pc);
        insns[pc] = insn;
      }
      pc += insn.slots();
      step(insn, at);
    }
  }

  /** Calls a function of the running program while a helper runs. */
  private long callback(int callee, long r1, long r2, long r3, long r4) {
    int depth = frames.size();
    int call = at;
    enter(callee);
    set(Reg.R1, r1);
    set(Reg.R2, r2);
    set(Reg.R3, r3);
    set(Reg.R4, r4);
    stepWhileDeeperThan(depth);
    at = call;
    return get(Reg.R0);
  }

  private void goTo(RewrittenProgram program, int function, int pc) {
    this.program = program;
    this.function = function;
    this.pc = pc;
    insns = decoded.computeIfAbsent(current(), code -> new Insn[code.insns().size()]);
  }

  private RewrittenProgram.Function current() {
    return program.functions().get(function);
  }

  private long get(Reg reg) {
    return registers[reg.number()];
  }

  private void set(Reg reg, long value) {
    registers[reg.number()] = value;
  }

  private long value(Source source) {
    return switch (source) {
      case Source.Imm(int value) -> value;
      case Source.FromReg(var reg) -> get(reg);
    };
  }

  private void step(Insn insn, int at) {
    switch (insn) {
      case Insn.Alu(_, _, var dst, _) when reference(at) instanceof Symbol symbol ->
          set(dst, calls.address(symbol));
      case Insn.Alu(var op, var width, var dst, var source) ->
          set(dst, AluSemantics.apply(op, width, get(dst), value(source)));
      case Insn.Neg(var width, var dst) -> set(dst, AluSemantics.negate(width, get(dst)));
      case Insn.MoveSigned(var width, var from, var dst, var src) ->
          set(dst, AluSemantics.signExtend(width, from, get(src)));
      case Insn.Swap(var op, var size, var dst) -> set(dst, AluSemantics.swap(op, size, get(dst)));
      case Insn.MovePerCpu(var dst, var src) -> set(dst, get(src) + calls.perCpuOffset());
      case Insn.LoadImm64 load -> set(load.dst(), imm64(load, at));
      case Insn.Load load -> set(load.dst(), load(load));
      case Insn.Store store -> store(store);
      case Insn.Atomic atomic -> atomic(atomic);
      case Insn.Jump(var wide, int offset) -> pc += offset;
      case Insn.Branch(var cond, var width, var left, var right, short offset) -> {
        if (cond.test(width, get(left), value(right))) {
          pc += offset;
        }
      }
      case Insn.MayGoto(short offset) -> mayGoto(offset);
      case Insn.CallHelper call -> callOutside(at);
      case Insn.CallKfunc call -> callOutside(at);
      case Insn.CallBpf call -> callInside(at);
      case Insn.TailCall tail -> tailCall();
      case Insn.Exit() -> exit();
      case Insn.NoSpec() -> {}
      case Insn.AddrSpaceCast _, Insn.LoadAbs _, Insn.LoadInd _ -> throw misplaced();
      case Insn.JumpIndirect _, Insn.CallRegister _ -> throw misplaced();
      case Insn.Invalid(_, String reason) -> throw new UndefinedInsn(reason);
    }
  }

  private UndefinedInsn misplaced() {
    return new UndefinedInsn("not run here: " + InsnPrinter.text(current().insns(), at));
  }

  private @Nullable Symbol reference(int at) {
    return current().references().get(at);
  }

  private long imm64(Insn.LoadImm64 load, int at) {
    Symbol symbol = reference(at);
    if (symbol != null) {
      return calls.address(symbol);
    }
    if (load.kind() != Imm64Kind.CONSTANT) {
      throw misplaced();
    }
    return load.value();
  }

  private long load(Insn.Load load) {
    long address = get(load.base()) + load.offset();
    long value =
        switch (load.mode()) {
          case MEM -> memory.load(address, load.size());
          case PROBE_MEM -> probe(address, load.size());
          case PROBE_MEM32 -> throw misplaced();
        };
    return load.signed() ? AluSemantics.extend(load.size(), value) : value;
  }

  private long probe(long address, MemSize size) {
    try {
      return memory.load(address, size);
    } catch (BpfMemoryFault expected) {
      return 0;
    }
  }

  private void store(Insn.Store store) {
    if (store.mode() != AccessMode.MEM) {
      throw misplaced();
    }
    long address = get(store.base()) + store.offset();
    memory.store(address, store.size(), value(store.source()));
  }

  private void atomic(Insn.Atomic insn) {
    if (insn.mode() != AccessMode.MEM) {
      throw misplaced();
    }
    AtomicOp op = insn.op();
    if (op == AtomicOp.LOAD_ACQUIRE) { // the other way round: dst is the result, src the base
      set(insn.base(), memory.load(get(insn.reg()) + insn.offset(), insn.size()));
      return;
    }
    long address = get(insn.base()) + insn.offset();
    long operand = AluSemantics.truncate(insn.size(), get(insn.reg()));
    long expected = AluSemantics.truncate(insn.size(), get(Reg.R0));
    long old = op == AtomicOp.STORE_RELEASE ? 0 : memory.load(address, insn.size());
    memory.store(address, insn.size(), AtomicSemantics.newValue(op, old, operand, expected));
    if (op == AtomicOp.CMPXCHG) {
      set(Reg.R0, old);
    } else if (op.fetchesIntoSource()) {
      set(insn.reg(), old);
    }
  }

  private void mayGoto(int offset) {
    mayGotos++;
    if (mayGotos > MAY_GOTO_LIMIT) {
      pc += offset;
    }
  }

  private void callOutside(int at) {
    Symbol target = reference(at);
    if (target == null) {
      throw misplaced();
    }
    if (target.equals(TIMED_MAY_GOTO)) {
      set(Reg.AX, calls.call(target, get(Reg.FP) + get(Reg.AX), 0, 0, 0, 0));
      return;
    }
    set(
        Reg.R0,
        calls.call(target, get(Reg.R1), get(Reg.R2), get(Reg.R3), get(Reg.R4), get(Reg.R5)));
  }

  private void callInside(int at) {
    if (!(reference(at) instanceof Symbol.Function(int callee))) {
      throw misplaced();
    }
    enter(callee);
  }

  private void enter(int callee) {
    long below = get(Reg.FP) - current().stackDepth();
    if (frames.size() + 1 >= MAX_FRAMES) {
      throw new BpfMemoryFault(below);
    }
    frames.push(Frame.of(program, function, pc, registers));
    set(Reg.FP, below);
    goTo(program, callee, 0);
  }

  /**
   * Replaces the running function, keeping its frame; goes on after it if there is no program or
   * the whole run has made too many.
   */
  private void tailCall() {
    Optional<RewrittenProgram> next = Optional.empty();
    if (tailCalls < MAX_TAIL_CALLS) {
      next = calls.program(get(Reg.R2), (int) get(Reg.R3));
    }
    if (next.isPresent()) {
      tailCalls++;
      calls.entered(next.get());
      goTo(next.get(), 0, 0);
    }
  }

  private void exit() {
    if (frames.isEmpty()) {
      ended = true;
      return;
    }
    Frame caller = frames.pop();
    caller.restore(registers);
    calls.entered(caller.program());
    goTo(caller.program(), caller.function(), caller.pc());
  }
}
