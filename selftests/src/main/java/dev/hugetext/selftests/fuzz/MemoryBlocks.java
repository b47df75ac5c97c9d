package dev.hugetext.selftests.fuzz;

import dev.hugetext.bpf.isa.AccessMode;
import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.AtomicOp;
import dev.hugetext.bpf.isa.Cond;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.isa.RegWidth;
import dev.hugetext.bpf.isa.Source;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.ProgramType;
import java.util.List;

/** Stack, packet and context accesses, and atomic operations. */
final class MemoryBlocks {
  private static final List<AtomicOp> ATOMICS =
      List.of(
          AtomicOp.ADD,
          AtomicOp.OR,
          AtomicOp.AND,
          AtomicOp.XOR,
          AtomicOp.FETCH_ADD,
          AtomicOp.FETCH_OR,
          AtomicOp.FETCH_AND,
          AtomicOp.FETCH_XOR,
          AtomicOp.XCHG,
          AtomicOp.CMPXCHG);

  /** {@code SKF_NET_OFF} and {@code SKF_LL_OFF}: offsets from the network and link headers. */
  private static final List<Integer> NEGATIVE_BASES = List.of(-0x100000, -0x200000);

  private MemoryBlocks() {}

  private static int slotOffset(Dice dice, MemSize size) {
    int range = dice.percent(90) ? 64 : 520;
    int count = range / size.bytes();
    return -size.bytes() * dice.from(1, count);
  }

  private static Source value(Draft draft) {
    Dice dice = draft.dice();
    return dice.percent(30)
        ? new Source.Imm(dice.constant())
        : new Source.FromReg(Reg.of(draft.anyNumber()));
  }

  /** A store to, or a load from, the stack. */
  static void stack(Draft draft) {
    Dice dice = draft.dice();
    CodeBuffer code = draft.code();
    MemSize size = dice.percent(60) ? MemSize.DW : dice.size();
    switch (dice.below(10)) {
      case 0, 1, 2, 3 ->
          code.store(size, Draft.FRAME_POINTER, slotOffset(dice, size), value(draft));
      case 4 -> {
        int off = slotOffset(dice, MemSize.DW);
        code.storeReg(MemSize.DW, Draft.FRAME_POINTER, off, Draft.FRAME_POINTER);
        int dst = draft.target();
        code.load(MemSize.DW, dst, Draft.FRAME_POINTER, off);
        code.store(MemSize.DW, dst, slotOffset(dice, MemSize.DW), value(draft));
        draft.forget(dst);
      }
      case 5 -> variable(draft);
      case 6 -> {
        MemSize narrow = dice.of(List.of(MemSize.B, MemSize.H, MemSize.W));
        int dst = draft.target();
        code.loadSigned(narrow, dst, Draft.FRAME_POINTER, slotOffset(dice, narrow));
        draft.number(dst);
      }
      default -> {
        int dst = draft.target();
        code.load(size, dst, Draft.FRAME_POINTER, slotOffset(dice, size));
        draft.number(dst);
      }
    }
  }

  /** A pointer into the stack at an offset that is only known to be small. */
  private static void variable(Draft draft) {
    Dice dice = draft.dice();
    CodeBuffer code = draft.code();
    int pointer = draft.target();
    int index = draft.changeable();
    if (pointer == index) {
      return;
    }
    int mask = dice.mask(5);
    code.alu(AluOp.AND, RegWidth.W64, index, mask);
    code.movReg(pointer, Draft.FRAME_POINTER);
    code.alu(AluOp.ADD, RegWidth.W64, pointer, -dice.from(mask + 1, 80));
    code.aluReg(AluOp.ADD, RegWidth.W64, pointer, index);
    draft.forget(pointer);
    if (dice.percent(50)) {
      code.store(MemSize.B, pointer, 0, value(draft));
    } else {
      int dst = draft.target();
      code.load(MemSize.B, dst, pointer, 0);
      draft.number(dst);
    }
  }

  /** Loads packet bounds, checks them, and reads or writes packet bytes. */
  static void packet(Draft draft) {
    Dice dice = draft.dice();
    CodeBuffer code = draft.code();
    if (!draft.isMain() || draft.type() == ProgramType.SOCKET_FILTER) {
      NumberBlocks.alus(draft, 3);
      return;
    }
    boolean xdp = draft.type() == ProgramType.XDP;
    int data = dice.from(1, 2);
    int end = 3;
    int cursor = 4;
    code.load(MemSize.W, data, Draft.CONTEXT, xdp ? 0 : 76);
    code.load(MemSize.W, end, Draft.CONTEXT, xdp ? 4 : 80);
    draft.forget(data);
    draft.forget(end);
    draft.forget(cursor);
    int length = dice.from(1, 40);
    if (dice.percent(35)) {
      int index = draft.changeable();
      code.alu(AluOp.AND, RegWidth.W64, index, dice.mask(8));
      code.aluReg(AluOp.ADD, RegWidth.W64, data, index);
    }
    code.movReg(cursor, data);
    code.alu(AluOp.ADD, RegWidth.W64, cursor, length);
    checkEnd(draft, cursor, end);
    int saved = draft.numbers();
    for (int i = dice.from(1, 3); i > 0; i--) {
      touch(draft, data, length);
    }
    draft.setNumbers(draft.numbers() & saved);
    draft.forget(data);
    draft.forget(cursor);
    draft.forget(end);
  }

  private static void checkEnd(Draft draft, int cursor, int end) {
    Dice dice = draft.dice();
    CodeBuffer code = draft.code();
    switch (dice.below(4)) {
      case 0 -> code.jumpIfReg(Cond.JLT, end, cursor, draft.out());
      case 1 -> {
        CodeBuffer.Label good = new CodeBuffer.Label();
        code.jumpIfReg(dice.percent(50) ? Cond.JLE : Cond.JLT, cursor, end, good);
        code.jump(draft.out(), dice.percent(50));
        code.bind(good);
      }
      default -> code.jumpIfReg(dice.percent(70) ? Cond.JGT : Cond.JGE, cursor, end, draft.out());
    }
  }

  private static void touch(Draft draft, int data, int length) {
    Dice dice = draft.dice();
    MemSize size = dice.size();
    int off = dice.percent(95) ? dice.below(Math.max(1, length - size.bytes() + 1)) : length;
    if (dice.percent(40)) {
      draft.code().store(size, data, off, value(draft));
    } else {
      int dst = dice.from(7, 9);
      draft.code().load(size, dst, data, off);
      draft.number(dst);
    }
  }

  /** Bytes between packet and stack by a helper, mostly inside of the packet. */
  static void packetBytes(Draft draft) {
    Dice dice = draft.dice();
    CodeBuffer code = draft.code();
    boolean xdp = draft.type() == ProgramType.XDP;
    if (!draft.isMain()) {
      NumberBlocks.alus(draft, 3);
      return;
    }
    boolean store = draft.type() != ProgramType.SOCKET_FILTER && dice.percent(30);
    HelperTable load = xdp ? HelperTable.XDP_LOAD_BYTES : HelperTable.SKB_LOAD_BYTES;
    HelperTable write = xdp ? HelperTable.XDP_STORE_BYTES : HelperTable.SKB_STORE_BYTES;
    int length = 8 * dice.from(1, 4);
    code.movReg(1, Draft.CONTEXT);
    code.mov(2, dice.percent(90) ? dice.below(40) : dice.constant());
    code.movReg(3, Draft.FRAME_POINTER);
    code.alu(AluOp.ADD, RegWidth.W64, 3, -length - 8 * dice.below(4));
    code.mov(4, dice.percent(95) ? length - dice.below(8) : dice.constant());
    code.mov(5, 0);
    code.call((store ? write : load).id());
    draft.called(true);
    if (dice.percent(60)) {
      code.movReg(dice.from(7, 9), 0);
    }
  }

  /** An atomic operation on the stack or at a pointer. */
  static void atomic(Draft draft) {
    Dice dice = draft.dice();
    MemSize size = dice.percent(50) ? MemSize.DW : MemSize.W;
    int off = slotOffset(dice, size);
    if (dice.percent(80)) {
      draft.code().store(size, Draft.FRAME_POINTER, off, value(draft));
    }
    atomicAt(draft, size, Draft.FRAME_POINTER, off);
    if (dice.percent(60)) {
      int dst = draft.target();
      draft.code().load(size, dst, Draft.FRAME_POINTER, off);
      draft.number(dst);
    }
  }

  static void atomicAt(Draft draft, MemSize size, int base, int off) {
    Dice dice = draft.dice();
    AtomicOp op = dice.of(ATOMICS);
    if (op == AtomicOp.CMPXCHG && base != 0) {
      draft.code().mov(0, dice.constant());
      draft.number(0);
    }
    draft
        .code()
        .add(
            new Insn.Atomic(
                op, size, AccessMode.MEM, Reg.of(base), (short) off, Reg.of(draft.changeable())));
  }

  /** A load-acquire or store-release on the stack. */
  static void ordered(Draft draft) {
    Dice dice = draft.dice();
    MemSize size = dice.size();
    int off = slotOffset(dice, size);
    if (dice.percent(80)) {
      draft.code().store(size, Draft.FRAME_POINTER, off, value(draft));
    }
    orderedAt(draft, size, Draft.FRAME_POINTER, off);
  }

  static void orderedAt(Draft draft, MemSize size, int base, int off) {
    boolean load = draft.dice().percent(60);
    AtomicOp op = load ? AtomicOp.LOAD_ACQUIRE : AtomicOp.STORE_RELEASE;
    int register = load ? draft.target() : draft.anyNumber();
    Reg value = Reg.of(register == base ? 7 : register);
    Reg pointer = Reg.of(base);
    Reg dst = load ? value : pointer; // a load names its address by the source register
    Reg src = load ? pointer : value;
    draft.code().add(new Insn.Atomic(op, size, AccessMode.MEM, dst, (short) off, src));
    if (load) {
      draft.number(value.number());
    }
  }

  /** A packet load that ends the program where the packet is too short. */
  static void legacyPacket(Draft draft) {
    Dice dice = draft.dice();
    CodeBuffer code = draft.code();
    if (!draft.isMain() || draft.type() == ProgramType.XDP) {
      NumberBlocks.alus(draft, 3);
      return;
    }
    MemSize size = dice.of(List.of(MemSize.B, MemSize.H, MemSize.W));
    int base = dice.percent(90) ? 0 : dice.of(NEGATIVE_BASES);
    int off = base + (dice.percent(95) ? dice.below(50) : dice.below(400));
    if (dice.percent(60)) {
      code.add(new Insn.LoadAbs(size, off));
    } else {
      int index = dice.from(7, 9);
      if (dice.percent(90)) {
        code.alu(AluOp.AND, dice.width(), index, dice.mask(6));
      }
      code.add(new Insn.LoadInd(size, Reg.of(index), off));
    }
    draft.called(true);
    if (dice.percent(60)) {
      code.movReg(dice.from(7, 9), 0);
    }
  }

  /** Loads a context field, or a part of one of a packet buffer's, with its sign or without. */
  static void context(Draft draft) {
    if (!draft.isMain()) {
      return;
    }
    Dice dice = draft.dice();
    int dst = draft.target();
    boolean xdp = draft.type() == ProgramType.XDP;
    int field = xdp ? dice.of(List.of(12, 16)) : 4 * dice.below(11);
    boolean whole = xdp || dice.percent(60);
    MemSize size = whole ? MemSize.W : dice.of(List.of(MemSize.B, MemSize.H));
    int off = field + size.bytes() * dice.below(MemSize.W.bytes() / size.bytes());
    if (dice.percent(30)) {
      draft.code().loadSigned(size, dst, Draft.CONTEXT, off);
    } else {
      draft.code().load(size, dst, Draft.CONTEXT, off);
    }
    draft.number(dst);
  }
}
