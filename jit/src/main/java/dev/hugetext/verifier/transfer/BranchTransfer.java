package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.isa.Cond;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.RegWidth;
import dev.hugetext.bpf.isa.Source;
import dev.hugetext.verifier.domain.Relation;
import dev.hugetext.verifier.domain.Scalar;
import dev.hugetext.verifier.domain.ScalarBranch;
import dev.hugetext.verifier.domain.ScalarBranch.Outcome;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.PointerType;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.PointerValue;
import dev.hugetext.verifier.state.RegValue.ScalarValue;

/**
 * Conditional jumps: decided ones go one way, the others both, each having learnt what the
 * comparison says about numbers, null pointers and the packet's end.
 */
final class BranchTransfer {
  private final Exploration exploration;
  private final Registers registers;
  private final NullChecks nulls;

  BranchTransfer(ProgramFacts facts, Exploration exploration, Registers registers) {
    this.exploration = exploration;
    this.registers = registers;
    this.nulls = new NullChecks(facts);
  }

  /** A comparison; {@code right} is -1 for a constant. */
  private record Comparison(
      Relation relation, boolean is32, int left, int right, RegValue constant) {
    RegValue left(MachineState state) {
      return state.register(left);
    }

    RegValue right(MachineState state) {
      return right < 0 ? constant : state.register(right);
    }
  }

  Step apply(MachineState state, int pc, Insn.Branch insn) {
    Comparison comparison = operands(state, insn);
    int target = pc + 1 + insn.offset();
    Outcome outcome = decide(state, comparison);
    if (outcome != Outcome.OPEN) {
      markDecisive(state, comparison);
      return new Step.Next(outcome == Outcome.ALWAYS ? target : pc + 1);
    }
    LinkedRegisters linked = link(state, comparison);
    MachineState taken = state.copy();
    refine(state, taken, comparison);
    synchronise(state, comparison, linked);
    synchronise(taken, comparison, linked);
    learnAboutPointers(state, taken, comparison);
    return new Step.Fork(pc + 1, target, taken);
  }

  private Comparison operands(MachineState state, Insn.Branch insn) {
    int left = insn.left().number();
    boolean is32 = insn.width() == RegWidth.W32;
    Relation relation = relation(insn.cond());
    RegValue first = registers.read(state, left);
    boolean leftStack = isStack(first);
    return switch (insn.right()) {
      case Source.Imm(int imm) -> {
        exploration.noteStackOperands(leftStack, false);
        yield new Comparison(
            relation, is32, left, -1, RegValue.ScalarValue.UNKNOWN.withNumber(Scalar.of(imm)));
      }
      case Source.FromReg(var reg) -> {
        int right = reg.number();
        RegValue second = registers.read(state, right);
        if (registers.leaks(second) && !(isPacketAny(first) && isPacketAny(second))) {
          throw prohibited(right);
        }
        exploration.noteStackOperands(leftStack, isStack(second));
        yield new Comparison(relation, is32, left, right, RegValue.NotInit.VALUE);
      }
    };
  }

  private static Refusal prohibited(int register) {
    return Refusal.of(
        Rule.POINTER_COMPARISON, "R%d pointer comparison prohibited".formatted(register));
  }

  private static boolean isStack(RegValue value) {
    return value instanceof PointerValue pointer && pointer.type() == PointerType.STACK;
  }

  private static boolean isPacketAny(RegValue value) {
    return value instanceof PointerValue pointer
        && (pointer.type().isPacket() || pointer.type() == PointerType.PACKET_END);
  }

  private static Relation relation(Cond cond) {
    return switch (cond) {
      case JEQ -> Relation.EQ;
      case JNE -> Relation.NE;
      case JGT -> Relation.GT;
      case JGE -> Relation.GE;
      case JLT -> Relation.LT;
      case JLE -> Relation.LE;
      case JSGT -> Relation.SGT;
      case JSGE -> Relation.SGE;
      case JSLT -> Relation.SLT;
      case JSLE -> Relation.SLE;
      case JSET -> Relation.SET;
    };
  }

  private static Outcome decide(MachineState state, Comparison c) {
    RegValue left = c.left(state);
    RegValue right = c.right(state);
    if (isPacketAny(left) && isPacketAny(right) && !c.is32()) {
      return PacketCompare.decide((PointerValue) left, c.relation(), (PointerValue) right);
    }
    if (left instanceof ScalarValue a && right instanceof ScalarValue b) {
      return ScalarBranch.decide(a.number(), c.relation(), b.number(), c.is32());
    }
    if (left instanceof PointerValue pointer) {
      return againstNull(pointer, c.relation(), right, c.is32());
    }
    return right instanceof PointerValue pointer
        ? againstNull(pointer, c.relation().flipped(), left, c.is32())
        : Outcome.OPEN;
  }

  /** A pointer that is known not to be null, compared with 0. */
  private static Outcome againstNull(
      PointerValue pointer, Relation relation, RegValue other, boolean is32) {
    boolean notNull =
        !pointer.maybeNull()
            && switch (pointer.type()) {
              case SOCKET,
                  TCP_SOCK,
                  MAP_VALUE,
                  MAP_KEY,
                  SOCK_COMMON,
                  MEM,
                  RINGBUF_MEM,
                  MAP_PTR,
                  TRUSTED ->
                  true;
              case CTX,
                  STACK,
                  PACKET_META,
                  PACKET,
                  PACKET_END,
                  FLOW_KEYS,
                  XDP_SOCK,
                  TP_BUFFER,
                  BTF_ID,
                  FUNC ->
                  false;
            };
    boolean zero =
        other instanceof ScalarValue scalar
            && (is32 ? scalar.number().bits().low() : scalar.number().bits()).isConst(0);
    if (!notNull || !zero) {
      return Outcome.OPEN;
    }
    return relation == Relation.EQ
        ? Outcome.NEVER
        : relation == Relation.NE ? Outcome.ALWAYS : Outcome.OPEN;
  }

  private void markDecisive(MachineState state, Comparison c) {
    if (c.left(state) instanceof ScalarValue) {
      exploration.markPrecise(c.left());
    }
    if (c.right() >= 0 && c.right(state) instanceof ScalarValue) {
      exploration.markPrecise(c.right());
    }
  }

  private LinkedRegisters link(MachineState state, Comparison c) {
    LinkedRegisters linked = new LinkedRegisters();
    if (c.right() >= 0 && c.right(state) instanceof ScalarValue right && right.id() != 0) {
      linked.collect(state, right.id(), exploration);
    }
    if (c.left(state) instanceof ScalarValue left && left.id() != 0) {
      linked.collect(state, left.id(), exploration);
    }
    if (linked.size() > 1) {
      exploration.noteLinked(linked);
    }
    return linked;
  }

  private static void refine(MachineState fallThrough, MachineState taken, Comparison c) {
    if (!(c.left(taken) instanceof ScalarValue left)
        || !(c.right(taken) instanceof ScalarValue right)) {
      return;
    }
    refineOne(fallThrough, c, c.relation().negated(), left, right);
    refineOne(taken, c, c.relation(), left, right);
  }

  private static void refineOne(
      MachineState state, Comparison c, Relation relation, ScalarValue left, ScalarValue right) {
    if (c.left() == c.right()) {
      Scalar number = ScalarBranch.refineSame(left.number(), relation, c.is32());
      state.setRegister(c.left(), left.withNumber(number.orUnboundedIfContradiction()));
      return;
    }
    ScalarBranch.Pair pair = ScalarBranch.refine(left.number(), relation, right.number(), c.is32());
    state.setRegister(c.left(), left.withNumber(pair.left().orUnboundedIfContradiction()));
    if (c.right() >= 0) {
      state.setRegister(c.right(), right.withNumber(pair.right().orUnboundedIfContradiction()));
    }
  }

  private static void synchronise(MachineState state, Comparison c, LinkedRegisters linked) {
    if (c.right() >= 0) {
      LinkedNumbers.synchronise(state, c.right(), linked);
    }
    LinkedNumbers.synchronise(state, c.left(), linked);
  }

  private void learnAboutPointers(MachineState fallThrough, MachineState taken, Comparison c) {
    RegValue left = c.left(fallThrough);
    boolean equality = c.relation() == Relation.EQ || c.relation() == Relation.NE;
    if (!c.is32() && equality && c.right() >= 0) {
      MachineState equal = c.relation() == Relation.EQ ? taken : fallThrough;
      nulls.equalPointers(equal, c.left(), c.right());
    }
    boolean withZero = c.right() < 0 && c.constant().isZero();
    if (!c.is32()
        && equality
        && withZero
        && left instanceof PointerValue pointer
        && pointer.maybeNull()) {
      boolean nullIfTaken = c.relation() == Relation.EQ;
      nulls.decide(fallThrough, pointer.id(), !nullIfTaken);
      nulls.decide(taken, pointer.id(), nullIfTaken);
      return;
    }
    boolean packet =
        !c.is32()
            && c.right() >= 0
            && PacketCompare.learn(fallThrough, taken, c.left(), c.relation(), c.right());
    if (!packet && registers.leaks(left)) {
      throw prohibited(c.left());
    }
  }
}
