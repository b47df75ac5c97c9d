package dev.hugetext.selftests.fuzz;

import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.Cond;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.isa.RegWidth;
import dev.hugetext.bpf.isa.Source;
import dev.hugetext.bpf.isa.SwapOp;
import java.util.List;

/** Arithmetic, branches and loops. */
final class NumberBlocks {
  private static final List<AluOp> COMMON =
      List.of(AluOp.ADD, AluOp.SUB, AluOp.AND, AluOp.OR, AluOp.XOR, AluOp.MOV);

  private NumberBlocks() {}

  /** One operation on numbers. */
  static void alu(Draft draft) {
    Dice dice = draft.dice();
    CodeBuffer code = draft.code();
    int dst = draft.changeable();
    switch (dice.below(24)) {
      case 0 -> code.add(new Insn.Neg(dice.width(), Reg.of(dst)));
      case 1 ->
          code.add(
              new Insn.Swap(
                  dice.of(SwapOp.values()),
                  dice.of(List.of(MemSize.H, MemSize.W, MemSize.DW)),
                  Reg.of(dst)));
      case 2 -> signedMove(draft);
      case 3, 4 -> {
        int fresh = draft.target();
        code.aluReg(AluOp.MOV, dice.width(), fresh, draft.anyNumber());
        draft.number(fresh);
      }
      case 5 -> {
        int fresh = draft.target();
        if (dice.percent(50)) {
          code.mov(fresh, dice.constant());
        } else {
          code.constant(fresh, dice.wideConstant());
        }
        draft.number(fresh);
      }
      default -> operation(draft, dst);
    }
  }

  private static void signedMove(Draft draft) {
    Dice dice = draft.dice();
    int fresh = draft.target();
    RegWidth width = dice.width();
    MemSize from =
        width == RegWidth.W32
            ? dice.of(List.of(MemSize.B, MemSize.H))
            : dice.of(List.of(MemSize.B, MemSize.H, MemSize.W));
    draft.code().add(new Insn.MoveSigned(width, from, Reg.of(fresh), Reg.of(draft.anyNumber())));
    draft.number(fresh);
  }

  private static void operation(Draft draft, int dst) {
    Dice dice = draft.dice();
    RegWidth width = dice.width();
    AluOp op = dice.percent(70) ? dice.of(COMMON) : dice.of(AluOp.values());
    if (dice.percent(45)) {
      draft.code().aluReg(op, width, dst, draft.anyNumber());
      return;
    }
    int imm =
        switch (op) {
          case LSH, RSH, ARSH -> dice.below(width.bits());
          case DIV, SDIV, MOD, SMOD -> dice.percent(98) ? dice.constant() | 1 : 0;
          case ADD, SUB, MUL, OR, AND, XOR, MOV -> dice.constant();
        };
    draft.code().alu(op, width, dst, imm);
  }

  static void alus(Draft draft, int count) {
    for (int i = 0; i < count; i++) {
      alu(draft);
    }
  }

  private static Source right(Draft draft) {
    Dice dice = draft.dice();
    return dice.percent(50)
        ? new Source.Imm(dice.constant())
        : new Source.FromReg(Reg.of(draft.anyNumber()));
  }

  /** {@code if … goto over; body; over:}, sometimes with an else. */
  static void branch(Draft draft, int depth) {
    Dice dice = draft.dice();
    CodeBuffer code = draft.code();
    CodeBuffer.Label over = new CodeBuffer.Label();
    code.jumpIf(dice.of(Cond.values()), dice.width(), draft.anyNumber(), right(draft), over);
    int before = draft.numbers();
    body(draft, depth);
    int afterThen = draft.numbers();
    if (dice.percent(30)) {
      CodeBuffer.Label end = new CodeBuffer.Label();
      code.jump(end, dice.percent(50));
      code.bind(over);
      draft.setNumbers(before);
      body(draft, depth);
      code.bind(end);
      draft.setNumbers(draft.numbers() & afterThen);
    } else {
      code.bind(over);
      draft.setNumbers(before & afterThen);
    }
  }

  private static void body(Draft draft, int depth) {
    Dice dice = draft.dice();
    alus(draft, dice.from(1, 3));
    if (depth > 0 && dice.percent(40)) {
      branch(draft, depth - 1);
    }
    if (dice.percent(25)) {
      MemoryBlocks.stack(draft);
    }
  }

  /** A counted loop with branches inside. */
  static void loop(Draft draft) {
    Dice dice = draft.dice();
    if (dice.percent(25)) {
      cancellableLoop(draft);
      return;
    }
    CodeBuffer code = draft.code();
    int counter = dice.from(7, 9);
    int step = dice.from(1, 3);
    boolean up = dice.percent(70);
    int rounds = dice.from(1, dice.percent(20) ? 200 : 12);
    code.mov(counter, up ? 0 : rounds * step);
    if (dice.percent(25)) {
      boundedStart(draft, counter, up);
    }
    draft.number(counter);
    draft.keep(counter);
    CodeBuffer.Label head = new CodeBuffer.Label();
    code.bind(head);
    int before = draft.numbers();
    body(draft, 1);
    if (dice.percent(50)) {
      branch(draft, 0);
    }
    if (dice.percent(30)) {
      MemoryBlocks.stack(draft);
    }
    draft.setNumbers(draft.numbers() & before);
    code.alu(AluOp.ADD, dice.width(), counter, up ? step : -step);
    if (up) {
      Cond cond = dice.of(List.of(Cond.JLT, Cond.JSLT, Cond.JLE, Cond.JNE));
      code.jumpIf(cond, counter, rounds * step, head);
    } else {
      code.jumpIf(dice.of(List.of(Cond.JSGT, Cond.JNE, Cond.JGT)), counter, 0, head);
    }
    draft.release(counter);
  }

  /** A short loop that the kernel may end, too, but does not: it lets a loop go round longer. */
  private static void cancellableLoop(Draft draft) {
    Dice dice = draft.dice();
    CodeBuffer code = draft.code();
    int counter = dice.from(7, 9);
    CodeBuffer.Label head = new CodeBuffer.Label();
    CodeBuffer.Label over = new CodeBuffer.Label();
    code.mov(counter, 0);
    draft.number(counter);
    draft.keep(counter);
    code.bind(head);
    int before = draft.numbers();
    code.jumpIf(dice.of(List.of(Cond.JGE, Cond.JSGE)), counter, dice.from(1, 9), over);
    code.mayGoto(over);
    body(draft, 1);
    draft.setNumbers(draft.numbers() & before);
    code.alu(AluOp.ADD, RegWidth.W64, counter, 1);
    code.jump(head, dice.percent(50));
    code.bind(over);
    draft.setNumbers(before);
    draft.release(counter);
  }

  /** The loop starts at a number that is only known to be small. */
  private static void boundedStart(Draft draft, int counter, boolean up) {
    Dice dice = draft.dice();
    draft.code().movReg(counter, draft.anyNumber());
    draft.code().alu(AluOp.AND, dice.width(), counter, dice.mask(3));
    if (!up) {
      draft.code().alu(AluOp.ADD, RegWidth.W64, counter, 1);
    }
  }
}
