package dev.hugetext.bpf.isa;

import java.util.List;
import java.util.function.Predicate;

/** From {@link Insn} to slots: finds the one row of {@link BpfOpcode} with that meaning. */
final class InsnEncoder {
  private static final BpfOpcode[] ROWS = BpfOpcode.values();

  private InsnEncoder() {}

  static List<RawInsn> encode(Insn insn) {
    return insn instanceof Insn.LoadImm64 wide ? wide(wide) : List.of(single(insn));
  }

  private static List<RawInsn> wide(Insn.LoadImm64 insn) {
    RawInsn first =
        special(SpecialOp.LD_IMM64, row -> true)
            .insn(insn.dst().number(), insn.kind().ordinal(), 0, insn.low())
            .withSrc(insn.kind().ordinal());
    return List.of(first, new RawInsn(0, 0, 0, (short) 0, insn.high()));
  }

  private static RawInsn single(Insn insn) {
    return switch (insn) {
      case Insn.Alu(var op, var width, var dst, var source) ->
          withSource(find(op, row -> is(row, width, source)), dst, source, 0);
      case Insn.Branch(var cond, var width, var left, var right, var offset) ->
          withSource(find(cond, row -> is(row, width, right)), left, right, offset);
      case Insn.Neg(var width, var dst) ->
          special(SpecialOp.NEG, row -> row.insnClass().width() == width)
              .insn(dst.number(), 0, 0, 0);
      case Insn.MoveSigned(var width, var from, var dst, var src) ->
          special(
                  SpecialOp.MOVSX,
                  row -> row.insnClass().width() == width && row.selector().value() == from.bits())
              .insn(dst.number(), src.number(), 0, 0);
      case Insn.Swap(var op, var size, var dst) ->
          find(op, row -> row.selector().value() == size.bits()).insn(dst.number(), 0, 0, 0);
      case Insn.AddrSpaceCast(var dst, var src, int dstSpace, int srcSpace) ->
          special(SpecialOp.ADDR_SPACE_CAST, row -> true)
              .insn(dst.number(), src.number(), 0, dstSpace << 16 | srcSpace);
      case Insn.MovePerCpu(var dst, var src) ->
          special(SpecialOp.MOV_PERCPU, row -> true).insn(dst.number(), src.number(), 0, 0);
      case Insn.LoadImm64 wide -> throw new IllegalArgumentException("takes two slots: " + wide);
      case Insn.LoadAbs(var size, int imm) ->
          special(SpecialOp.LD_ABS, row -> row.size() == size).insn(0, 0, 0, imm);
      case Insn.LoadInd(var size, var src, int imm) ->
          special(SpecialOp.LD_IND, row -> row.size() == size).insn(0, src.number(), 0, imm);
      case Insn.Load load -> load(load);
      case Insn.Store store -> store(store);
      case Insn.Atomic atomic -> atomic(atomic);
      case Insn.Jump(boolean wide, int offset) -> jump(wide, offset);
      case Insn.JumpIndirect(var dst) ->
          special(SpecialOp.GOTOX, row -> true).insn(dst.number(), 0, 0, 0);
      case Insn.MayGoto(var offset) ->
          special(SpecialOp.MAY_GOTO, row -> true).insn(0, 0, offset, 0);
      case Insn.CallHelper(int imm) -> immediateOnly(SpecialOp.CALL_HELPER, imm);
      case Insn.CallBpf(int offset) -> immediateOnly(SpecialOp.CALL_BPF, offset);
      case Insn.CallKfunc(int btfId, var descriptor) ->
          special(SpecialOp.CALL_KFUNC, row -> true).insn(0, 0, descriptor, btfId);
      case Insn.CallRegister(var dst) ->
          special(SpecialOp.CALLX, row -> true).insn(dst.number(), 0, 0, 0);
      case Insn.Exit() -> immediateOnly(SpecialOp.EXIT, 0);
      case Insn.TailCall(int poke) -> immediateOnly(SpecialOp.TAIL_CALL, poke);
      case Insn.NoSpec() -> immediateOnly(SpecialOp.NOSPEC, 0);
      case Insn.Invalid(var raw, var reason) -> raw;
    };
  }

  private static RawInsn load(Insn.Load load) {
    SpecialOp op = load.signed() ? SpecialOp.LOAD_SIGNED : SpecialOp.LOAD;
    return special(op, row -> row.size() == load.size() && row.accessMode() == load.mode())
        .insn(load.dst().number(), load.base().number(), load.offset(), 0);
  }

  private static RawInsn store(Insn.Store store) {
    InsnClass insnClass =
        switch (store.source()) {
          case Source.FromReg reg -> InsnClass.STX;
          case Source.Imm imm -> InsnClass.ST;
        };
    BpfOpcode found =
        special(
            SpecialOp.STORE,
            row ->
                row.insnClass() == insnClass
                    && row.size() == store.size()
                    && row.accessMode() == store.mode());
    return withSource(found, store.base(), store.source(), store.offset());
  }

  private static RawInsn atomic(Insn.Atomic insn) {
    int dst = insn.base().number();
    int src = insn.reg().number();
    return switch (insn.mode()) {
      case MEM ->
          find(insn.op(), row -> row.size() == insn.size()).insn(dst, src, insn.offset(), 0);
      case PROBE_MEM32 ->
          special(SpecialOp.PROBE_ATOMIC, row -> row.size() == insn.size())
              .insn(dst, src, insn.offset(), insn.op().code());
      case PROBE_MEM -> throw new IllegalArgumentException("no such form: " + insn);
    };
  }

  private static RawInsn jump(boolean wide, int offset) {
    InsnClass insnClass = wide ? InsnClass.JMP32 : InsnClass.JMP;
    BpfOpcode found = special(SpecialOp.JA, row -> row.insnClass() == insnClass);
    return wide ? found.insn(0, 0, 0, offset) : found.insn(0, 0, offset, 0);
  }

  private static RawInsn immediateOnly(SpecialOp op, int imm) {
    return special(op, row -> true).insn(0, 0, 0, imm);
  }

  private static RawInsn withSource(BpfOpcode row, Reg dst, Source source, int offset) {
    return switch (source) {
      case Source.FromReg(var reg) -> row.insn(dst.number(), reg.number(), offset, 0);
      case Source.Imm(int value) -> row.insn(dst.number(), 0, offset, value);
    };
  }

  private static boolean is(BpfOpcode row, RegWidth width, Source source) {
    return row.insnClass().width() == width
        && row.sourceIsRegister() == (source instanceof Source.FromReg);
  }

  private static BpfOpcode special(SpecialOp op, Predicate<BpfOpcode> form) {
    return find(op, form);
  }

  private static BpfOpcode find(Operation operation, Predicate<BpfOpcode> form) {
    for (BpfOpcode row : ROWS) {
      if (row.operation() == operation && form.test(row)) {
        return row;
      }
    }
    throw new IllegalArgumentException("no form of %s with these operands".formatted(operation));
  }
}
