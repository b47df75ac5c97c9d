package dev.hugetext.bpf.lower;

import dev.hugetext.bpf.isa.AccessMode;
import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.Cond;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.isa.RegWidth;
import dev.hugetext.bpf.isa.Source;
import dev.hugetext.bpf.proto.ContextField;
import dev.hugetext.bpf.proto.FieldAccess;
import dev.hugetext.bpf.proto.KernelAbi.SkBuff;
import java.util.ArrayList;
import java.util.List;

/**
 * The instructions in place of a load from or a store to a context field.
 *
 * <p>Byte for byte those of Linux 6.18 for {@code xdp}, {@code sched_cls}, {@code sched_act} and
 * {@code socket_filter} (golden vectors measured there).
 */
public final class ContextLowering {
  private static final int BITS_PER_BYTE = 8;

  private final ContextField field;
  private final FieldAccess access;
  private final boolean readsTimeStampType;

  /**
   * @param field what is accessed
   * @param readsTimeStampType whether the program reads {@code tstamp_type} anywhere: it then
   *     handles the kinds of time stamps itself
   * @throws IllegalArgumentException if it was not measured how such a field is reached
   */
  public ContextLowering(ContextField field, boolean readsTimeStampType) {
    this.field = field;
    this.access =
        field
            .access()
            .orElseThrow(() -> new IllegalArgumentException("no lowering for " + field.name()));
    this.readsTimeStampType = readsTimeStampType;
  }

  /** In place of {@code load}, whose offset lies in the field and whose base is the context. */
  public List<Insn> load(Insn.Load load) {
    List<Insn> out = new ArrayList<>(fieldLoad(load));
    int width = load.size().bytes();
    if (width < field.size() && width < access.width()) {
      int shift = load.offset() % field.size() * BITS_PER_BYTE;
      if (shift != 0) {
        RegWidth register = field.size() == Long.BYTES ? RegWidth.W64 : RegWidth.W32;
        out.add(new Insn.Alu(AluOp.RSH, register, load.dst(), new Source.Imm(shift)));
      }
      out.add(alu32(AluOp.AND, load.dst(), (int) ((1L << load.size().bits()) - 1)));
    }
    if (load.signed()) {
      out.add(new Insn.MoveSigned(RegWidth.W64, load.size(), load.dst(), load.dst()));
    }
    return out;
  }

  /** In place of {@code store}, whose offset lies in the field and whose base is the context. */
  public List<Insn> store(Insn.Store store) {
    return switch (access) {
      case FieldAccess.Plain(int width, int offset) ->
          List.of(store(MemSize.ofBytes(width), store, offset));
      case FieldAccess.Mirrored(int offset) ->
          List.of(store(store.size(), store, offset + store.offset() - field.offset()));
      case FieldAccess.Limited(int offset, int limit) -> limitedStore(store, offset, limit);
      case FieldAccess.TimeStamp(int offset) -> timeStampStore(store, offset);
      case FieldAccess.Bits bits -> throw readOnly();
      case FieldAccess.Behind behind -> throw readOnly();
      case FieldAccess.Shifted shifted -> throw readOnly();
      case FieldAccess.WritableBehind(var behind, int scratch) ->
          storeBehind(store, behind, scratch);
      case FieldAccess.NonZero nonZero -> throw readOnly();
      case FieldAccess.AtLeast atLeast -> throw readOnly();
      case FieldAccess.InSharedInfo info -> throw readOnly();
    };
  }

  private IllegalArgumentException readOnly() {
    return new IllegalArgumentException("%s is read only".formatted(field.name()));
  }

  private List<Insn> fieldLoad(Insn.Load load) {
    Reg dst = load.dst();
    Reg base = load.base();
    return switch (access) {
      case FieldAccess.Plain(int width, int offset) -> List.of(load(width, dst, base, offset));
      case FieldAccess.Limited(int offset, int limit) -> List.of(load(2, dst, base, offset));
      case FieldAccess.Mirrored(int offset) ->
          List.of(load(load.size().bytes(), dst, base, offset + load.offset() - field.offset()));
      case FieldAccess.Bits(int offset, int mask) ->
          List.of(load(1, dst, base, offset), alu32(AluOp.AND, dst, mask));
      case FieldAccess.Behind behind -> follow(behind, dst, base);
      case FieldAccess.WritableBehind(var behind, int scratch) -> follow(behind, dst, base);
      case FieldAccess.Shifted(var behind, int bits) -> {
        List<Insn> out = new ArrayList<>(follow(behind, dst, base));
        out.add(alu32(AluOp.LSH, dst, bits));
        yield out;
      }
      case FieldAccess.NonZero(int offset) ->
          List.of(
              load(4, dst, base, offset), jumpIf(Cond.JEQ, dst, 0, 1), alu32(AluOp.MOV, dst, 1));
      case FieldAccess.AtLeast(int offset, int minimum) ->
          List.of(load(4, dst, base, offset), jumpIf(Cond.JGE, dst, minimum, 1), zero(dst));
      case FieldAccess.InSharedInfo(int width, int offset) ->
          List.of(
              load(4, Reg.AX, base, SkBuff.END),
              load(8, dst, base, SkBuff.HEAD),
              new Insn.Alu(AluOp.ADD, RegWidth.W64, dst, new Source.FromReg(Reg.AX)),
              load(width, dst, dst, offset));
      case FieldAccess.TimeStamp(int offset) -> timeStampLoad(dst, base, offset);
    };
  }

  private static List<Insn> follow(FieldAccess.Behind behind, Reg dst, Reg base) {
    List<Insn> out = new ArrayList<>();
    Reg from = base;
    for (int pointer : behind.pointers()) {
      out.add(load(8, dst, from, pointer));
      if (behind.nullCheck()) {
        out.add(jumpIf(Cond.JEQ, dst, 0, 1));
      }
      from = dst;
    }
    out.add(load(behind.width(), dst, from, behind.offset()));
    return out;
  }

  /** By way of a register that the access does not use, whose value is kept in the structure. */
  private static List<Insn> storeBehind(Insn.Store store, FieldAccess.Behind behind, int scratch) {
    Reg pointer = freeRegister(store);
    Reg base = store.base();
    Insn keep = store(MemSize.DW, base, scratch, new Source.FromReg(pointer));
    Insn write = store(MemSize.ofBytes(behind.width()), pointer, behind.offset(), store.source());
    return List.of(
        keep,
        load(8, pointer, base, behind.pointers().getFirst()),
        write,
        load(8, pointer, base, scratch));
  }

  /** The last of R7, R8 and R9 that is neither stored nor stored to. */
  private static Reg freeRegister(Insn.Store store) {
    for (Reg candidate : List.of(Reg.R9, Reg.R8)) {
      boolean stored = store.source() instanceof Source.FromReg(var from) && from == candidate;
      if (!stored && store.base() != candidate) {
        return candidate;
      }
    }
    return Reg.R7;
  }

  /** At ingress with a delivery time the program is told 0, for it expects a receive time. */
  private List<Insn> timeStampLoad(Reg dst, Reg base, int offset) {
    Insn plain = load(8, dst, base, offset);
    if (readsTimeStampType) {
      return List.of(plain);
    }
    return List.of(
        load(1, Reg.AX, base, SkBuff.TSTAMP_TYPE),
        jumpIfSet(SkBuff.TC_AT_INGRESS_MASK, 1),
        new Insn.Jump(false, 4),
        jumpIfSet(SkBuff.TSTAMP_TYPE_MASK, 1),
        new Insn.Jump(false, 2),
        zero(dst),
        new Insn.Jump(false, 1),
        plain);
  }

  /** At ingress what the program writes is a receive time, so the kind is cleared. */
  private List<Insn> timeStampStore(Insn.Store store, int offset) {
    Insn plain = store(MemSize.DW, store, offset);
    if (readsTimeStampType) {
      return List.of(plain);
    }
    return List.of(
        load(1, Reg.AX, store.base(), SkBuff.TSTAMP_TYPE),
        jumpIfSet(SkBuff.TC_AT_INGRESS_MASK, 1),
        new Insn.Jump(false, 2),
        alu32(AluOp.AND, Reg.AX, ~SkBuff.TSTAMP_TYPE_MASK),
        new Insn.Store(
            MemSize.B,
            AccessMode.MEM,
            store.base(),
            (short) SkBuff.TSTAMP_TYPE,
            new Source.FromReg(Reg.AX)),
        plain);
  }

  /** A constant is compared as signed, a register as unsigned: so does the kernel. */
  private static List<Insn> limitedStore(Insn.Store store, int offset, int limit) {
    Insn plain = store(MemSize.H, store, offset);
    return switch (store.source()) {
      case Source.Imm(int value) -> List.of(value >= limit ? new Insn.Jump(false, 0) : plain);
      case Source.FromReg(var value) -> List.of(jumpIf(Cond.JGE, value, limit, 1), plain);
    };
  }

  private static Insn load(int bytes, Reg dst, Reg base, int offset) {
    return new Insn.Load(MemSize.ofBytes(bytes), false, AccessMode.MEM, dst, base, (short) offset);
  }

  private static Insn store(MemSize size, Insn.Store store, int offset) {
    return store(size, store.base(), offset, store.source());
  }

  private static Insn store(MemSize size, Reg base, int offset, Source value) {
    return new Insn.Store(size, AccessMode.MEM, base, (short) offset, value);
  }

  private static Insn alu32(AluOp op, Reg dst, int value) {
    return new Insn.Alu(op, RegWidth.W32, dst, new Source.Imm(value));
  }

  private static Insn zero(Reg dst) {
    return new Insn.Alu(AluOp.MOV, RegWidth.W64, dst, new Source.Imm(0));
  }

  private static Insn jumpIf(Cond cond, Reg left, int right, int offset) {
    return new Insn.Branch(cond, RegWidth.W64, left, new Source.Imm(right), (short) offset);
  }

  private static Insn jumpIfSet(int mask, int offset) {
    return new Insn.Branch(Cond.JSET, RegWidth.W32, Reg.AX, new Source.Imm(mask), (short) offset);
  }
}
