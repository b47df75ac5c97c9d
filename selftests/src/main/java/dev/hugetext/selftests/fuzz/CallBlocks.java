package dev.hugetext.selftests.fuzz;

import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.Cond;
import dev.hugetext.bpf.isa.Imm64Kind;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.isa.RegWidth;
import dev.hugetext.bpf.isa.Source;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.ProgramType;
import java.util.List;

/** Map accesses, helper calls and calls of the program's own functions. */
final class CallBlocks {
  private static final List<Integer> WRITABLE = List.of(FuzzMaps.ARRAY, FuzzMaps.HASH);
  private static final List<Integer> READABLE =
      List.of(FuzzMaps.ARRAY, FuzzMaps.HASH, FuzzMaps.SINGLE, FuzzMaps.CONSTANTS);

  private CallBlocks() {}

  /**
   * A number in R0. A helper without arguments is called for it, but what that gives is masked out,
   * since no two kernels give the same; the number then mostly comes from a map's value.
   */
  static void number(Draft draft) {
    Dice dice = draft.dice();
    CodeBuffer code = draft.code();
    HelperTable helper =
        dice.of(
            List.of(
                HelperTable.GET_PRANDOM_U32,
                HelperTable.KTIME_GET_NS,
                HelperTable.GET_SMP_PROCESSOR_ID));
    code.call(helper.id());
    draft.called(true);
    code.alu(AluOp.AND, RegWidth.W64, 0, 0);
    if (dice.percent(85)) {
      int off = dice.below(valueSize(FuzzMaps.SINGLE) - MemSize.DW.bytes() + 1);
      code.add(new Insn.LoadImm64(Imm64Kind.MAP_VALUE, Reg.R0, FuzzMaps.SINGLE, off));
      code.load(dice.size(), 0, 0, 0);
    }
    if (dice.percent(80)) {
      code.alu(AluOp.AND, dice.width(), 0, dice.mask(12));
    }
    if (dice.percent(70)) {
      int kept = dice.from(7, 9);
      code.movReg(kept, 0);
    }
  }

  private static void key(Draft draft, int map) {
    Dice dice = draft.dice();
    CodeBuffer code = draft.code();
    boolean wide = FuzzMaps.ALL.get(map).keySize() == MemSize.DW.bytes();
    MemSize size = wide ? MemSize.DW : MemSize.W;
    int off = wide ? -8 * dice.from(1, 4) : -4 * dice.from(1, 6);
    Source value =
        dice.percent(60)
            ? new Source.Imm(dice.percent(80) ? dice.below(7) : dice.constant())
            : new Source.FromReg(Reg.of(draft.anyNumber()));
    code.store(size, Draft.FRAME_POINTER, off, value);
    code.movReg(2, Draft.FRAME_POINTER);
    code.alu(AluOp.ADD, RegWidth.W64, 2, off);
    code.loadMap(1, map);
    draft.forget(1);
    draft.forget(2);
  }

  private static int valueSize(int map) {
    return FuzzMaps.ALL.get(map).valueSize();
  }

  /** Lookup, update, delete or direct access. */
  static void map(Draft draft) {
    switch (draft.dice().below(10)) {
      case 0 -> delete(draft, FuzzMaps.HASH);
      case 1, 2 -> {
        boolean writable = draft.dice().percent(95);
        update(draft, writable ? draft.dice().of(WRITABLE) : FuzzMaps.CONSTANTS);
      }
      case 3, 4 -> direct(draft);
      default -> lookup(draft, draft.dice().of(READABLE));
    }
  }

  /** Lookup, update or delete in a map of which each CPU has its own values. */
  static void perCpuMap(Draft draft) {
    table(draft, draft.dice().percent(50) ? FuzzMaps.PERCPU_ARRAY : FuzzMaps.PERCPU_HASH);
  }

  /** Lookup, update or delete in a hash table that forgets. */
  static void lruMap(Draft draft) {
    table(draft, FuzzMaps.LRU_HASH);
  }

  private static void table(Draft draft, int map) {
    switch (draft.dice().below(10)) {
      case 0 -> delete(draft, map);
      case 1, 2, 3 -> update(draft, map);
      default -> lookup(draft, map);
    }
  }

  /** To a program of the same type, itself, or nowhere: by a constant index or one to compute. */
  static void tailCall(Draft draft) {
    Dice dice = draft.dice();
    CodeBuffer code = draft.code();
    if (!draft.isMain()) {
      number(draft);
      return;
    }
    code.movReg(1, Draft.CONTEXT);
    code.loadMap(2, FuzzMaps.PROGRAMS);
    if (dice.percent(50)) {
      code.mov(3, dice.percent(90) ? dice.below(5) : dice.constant());
    } else {
      code.movReg(3, dice.from(7, 9));
      code.alu(AluOp.AND, dice.width(), 3, dice.mask(3));
    }
    code.call(HelperTable.TAIL_CALL.id());
    draft.called(false);
  }

  private static void delete(Draft draft, int map) {
    key(draft, map);
    draft.code().call(HelperTable.MAP_DELETE_ELEM.id());
    draft.called(true);
  }

  private static void update(Draft draft, int map) {
    Dice dice = draft.dice();
    CodeBuffer code = draft.code();
    key(draft, map);
    code.movReg(3, Draft.FRAME_POINTER);
    code.alu(AluOp.ADD, RegWidth.W64, 3, -valueSize(map) - 8 * dice.below(4));
    code.mov(4, dice.below(3));
    code.call(HelperTable.MAP_UPDATE_ELEM.id());
    draft.called(true);
  }

  private static void direct(Draft draft) {
    Dice dice = draft.dice();
    int map = dice.percent(60) ? FuzzMaps.SINGLE : FuzzMaps.CONSTANTS;
    int pointer = dice.from(1, 5);
    int off = dice.below(valueSize(map));
    draft.code().add(new Insn.LoadImm64(Imm64Kind.MAP_VALUE, Reg.of(pointer), map, off));
    draft.forget(pointer);
    value(draft, pointer, valueSize(map) - off, map != FuzzMaps.CONSTANTS);
  }

  private static void lookup(Draft draft, int map) {
    Dice dice = draft.dice();
    CodeBuffer code = draft.code();
    key(draft, map);
    code.call(HelperTable.MAP_LOOKUP_ELEM.id());
    draft.called(false);
    CodeBuffer.Label missing = dice.percent(50) ? draft.out() : new CodeBuffer.Label();
    int before = draft.numbers();
    int copy = dice.percent(30) ? dice.from(1, 5) : 0;
    if (copy != 0) {
      code.movReg(copy, 0);
    }
    if (dice.percent(97)) {
      code.jumpIf(Cond.JEQ, dice.percent(70) ? copy : 0, 0, missing);
    }
    value(draft, copy, valueSize(map), map != FuzzMaps.CONSTANTS);
    draft.setNumbers(draft.numbers() & before);
    if (missing != draft.out()) {
      code.bind(missing);
    }
    draft.setNumbers(draft.numbers() & ~0x3f);
  }

  /** Accesses to {@code size} bytes behind a pointer. */
  private static void value(Draft draft, int pointer, int size, boolean writable) {
    Dice dice = draft.dice();
    CodeBuffer code = draft.code();
    draft.keep(pointer);
    for (int i = dice.from(1, 3); i > 0; i--) {
      MemSize width = dice.size();
      if (width.bytes() > size) {
        width = MemSize.B;
      }
      int off = dice.percent(97) ? dice.below(size - width.bytes() + 1) : size;
      if (dice.percent(20) && size >= 32) {
        int index = dice.from(7, 9);
        code.alu(AluOp.AND, dice.width(), index, dice.mask(4));
        code.aluReg(AluOp.ADD, RegWidth.W64, pointer, index);
        off = dice.below(8);
        width = MemSize.DW;
      }
      access(draft, pointer, off, width, writable);
    }
    draft.release(pointer);
  }

  private static void access(Draft draft, int pointer, int off, MemSize width, boolean writable) {
    Dice dice = draft.dice();
    if (writable && dice.percent(20) && width.bytes() >= 4) {
      MemoryBlocks.atomicAt(draft, width, pointer, off / width.bytes() * width.bytes());
    } else if (writable && dice.percent(15)) {
      MemoryBlocks.orderedAt(draft, width, pointer, off / width.bytes() * width.bytes());
    } else if (writable && dice.percent(40)) {
      draft.code().storeReg(width, pointer, off, draft.anyNumber());
    } else {
      int dst = dice.from(7, 9);
      draft.code().load(width, dst, pointer, off);
      draft.number(dst);
    }
  }

  /** A checksum over stack bytes, of a constant or masked size. */
  static void checksum(Draft draft) {
    Dice dice = draft.dice();
    CodeBuffer code = draft.code();
    if (draft.type() == ProgramType.SOCKET_FILTER && dice.percent(95)) {
      number(draft);
      return;
    }
    int size = 4 * dice.from(1, 8);
    int kept = dice.from(7, 9);
    code.movReg(1, Draft.FRAME_POINTER);
    code.alu(AluOp.ADD, RegWidth.W64, 1, -size - 4 * dice.below(4));
    if (dice.percent(40)) {
      code.movReg(2, kept);
      code.alu(AluOp.AND, dice.width(), 2, dice.percent(80) ? size : dice.constant());
    } else {
      code.mov(2, size);
    }
    code.mov(3, 0);
    code.mov(4, 0);
    code.mov(5, dice.constant());
    code.call(HelperTable.CSUM_DIFF.id());
    draft.called(true);
  }

  /** A call of a function, with numbers or a pointer into the stack as arguments. */
  static void function(Draft draft, CodeBuffer.Label function) {
    Dice dice = draft.dice();
    CodeBuffer code = draft.code();
    for (int argument = 2; argument <= 5; argument++) {
      code.movReg(argument, dice.from(7, 9));
    }
    code.movReg(1, Draft.FRAME_POINTER);
    code.alu(AluOp.ADD, RegWidth.W64, 1, -8 * dice.from(1, 8));
    code.callLabel(function);
    draft.called(true);
  }
}
