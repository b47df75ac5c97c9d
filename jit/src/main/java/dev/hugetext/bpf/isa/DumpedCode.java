package dev.hugetext.bpf.isa;

import dev.hugetext.bpf.proto.HelperTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Rewritten instructions as the kernel hands them out ({@code bpf_prog_info.xlated}; measured on
 * 6.18): tail calls look like calls of helper 12, loads that may fault like others, calls outside
 * are distances from {@code __bpf_call_base}, calls inside have their distance in the offset and
 * the function's number in the immediate. Maps keep their index in the program, where the kernel
 * has a number that it gave them.
 *
 * <p>{@link TrustedOptions#XLATED} reads it back, as far as it says enough.
 */
public final class DumpedCode {
  private static final RawInsn TAIL_CALL =
      BpfOpcode.CALL_HELPER.insn(0, 0, 0, HelperTable.TAIL_CALL.id());

  private static final Symbol CALL_BASE = new Symbol.CallBase(0);

  private final ToLongFunction<Symbol> addresses;
  private final List<Integer> starts = new ArrayList<>();
  private final List<RawInsn> out = new ArrayList<>();

  private DumpedCode(RewrittenProgram program, ToLongFunction<Symbol> addresses) {
    this.addresses = addresses;
    int start = 0;
    for (RewrittenProgram.Function function : program.functions()) {
      starts.add(start);
      start += function.insns().size();
    }
  }

  /**
   * The slots of all functions, one after the other.
   *
   * @param addresses where kernel functions and variables are
   */
  public static List<RawInsn> of(RewrittenProgram program, ToLongFunction<Symbol> addresses) {
    DumpedCode code = new DumpedCode(program, addresses);
    program.functions().forEach(code::add);
    return code.out;
  }

  private void add(RewrittenProgram.Function function) {
    List<RawInsn> insns = function.insns();
    for (int slot = 0; slot < insns.size(); slot++) {
      Insn insn = Insn.decode(insns, slot);
      Symbol symbol = function.references().get(slot);
      out.add(shown(insn, symbol, insns.get(slot)));
      if (insn.slots() == 2) {
        slot++;
        out.add(symbol == null ? insns.get(slot) : secondSlot(symbol, insns.get(slot)));
      }
    }
  }

  private RawInsn shown(Insn insn, @Nullable Symbol symbol, RawInsn raw) {
    return switch (insn) {
      case Insn.TailCall _ -> TAIL_CALL;
      case Insn.Load load -> shown(load, raw);
      case Insn.CallBpf _, Insn.CallHelper _, Insn.CallKfunc _ ->
          symbol == null ? raw : call(symbol, raw);
      case Insn.LoadImm64 _, Insn.Alu _ -> symbol == null ? raw : constant(symbol, raw);
      case Insn.Neg _, Insn.MoveSigned _, Insn.Swap _, Insn.MovePerCpu _ -> raw;
      case Insn.Store _, Insn.Atomic _, Insn.NoSpec _, Insn.AddrSpaceCast _ -> raw;
      case Insn.Jump _, Insn.Branch _, Insn.Exit _, Insn.MayGoto _ -> raw;
      case Insn.LoadAbs _, Insn.LoadInd _, Insn.JumpIndirect _, Insn.CallRegister _ -> raw;
      case Insn.Invalid _ -> raw;
    };
  }

  /** Sign-extending ones stay as they are. */
  private static RawInsn shown(Insn.Load load, RawInsn raw) {
    if (load.mode() != AccessMode.PROBE_MEM || load.signed()) {
      return raw;
    }
    return new Insn.Load(load.size(), false, AccessMode.MEM, load.dst(), load.base(), load.offset())
        .encode()
        .getFirst();
  }

  private RawInsn call(Symbol symbol, RawInsn raw) {
    return switch (symbol) {
      case Symbol.Function(int index) -> raw.withOff((short) distance(index)).withImm(index);
      case Symbol.Helper _, Symbol.Kernel _, Symbol.CallBase _ ->
          raw.withImm((int) (address(symbol) - address(CALL_BASE)));
      case Symbol.MapPointer _, Symbol.MapValue _ -> raw;
      case Symbol.TailCallSlot _, Symbol.PrivateStack _ -> raw;
    };
  }

  private RawInsn constant(Symbol symbol, RawInsn raw) {
    return switch (symbol) {
      case Symbol.Function(int index) -> raw.withImm(distance(index));
      case Symbol.Kernel _ -> raw.withImm((int) address(symbol));
      case Symbol.MapPointer _, Symbol.MapValue _, Symbol.Helper _, Symbol.CallBase _ -> raw;
      case Symbol.TailCallSlot _, Symbol.PrivateStack _ -> raw;
    };
  }

  private RawInsn secondSlot(Symbol symbol, RawInsn raw) {
    return switch (symbol) {
      case Symbol.Function(int index) -> raw.withImm(index);
      case Symbol.Kernel _ -> raw.withImm((int) (address(symbol) >> Integer.SIZE));
      case Symbol.MapPointer _, Symbol.MapValue _, Symbol.Helper _, Symbol.CallBase _ -> raw;
      case Symbol.TailCallSlot _, Symbol.PrivateStack _ -> raw;
    };
  }

  /** From the slot after the one that is being written to the function's first, in slots. */
  private int distance(int function) {
    return starts.get(function) - (out.size() + 1);
  }

  private long address(Symbol symbol) {
    return addresses.applyAsLong(symbol);
  }
}
