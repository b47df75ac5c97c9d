package dev.hugetext.x86.cpu;

import dev.hugetext.x86.insn.Condition;
import java.lang.invoke.VarHandle;

/** From a decoded instruction to an operation: the interpreter's one switch over the effects. */
final class Lowering {
  private static final Op NOTHING =
      new Op(0) {
        @Override
        void run(Cpu cpu) {}
      };

  private static final Op FULL_FENCE =
      new Op(0) {
        @Override
        void run(Cpu cpu) {
          VarHandle.fullFence();
        }
      };

  private Lowering() {}

  /** The operation for an instruction at its address. */
  static Op lower(Site site) {
    return switch (site.effect()) {
      case MOVE -> MoveOps.move(site);
      case ZERO_EXTEND -> MoveOps.zeroExtend(site);
      case SIGN_EXTEND -> MoveOps.signExtend(site);
      case LOAD_ADDRESS -> MoveOps.loadAddress(site);
      case CMOV -> MoveOps.moveIf(site, condition(site));
      case SET -> MoveOps.setIf(site, condition(site));
      case BSWAP -> MoveOps.swapBytes(site);
      case ADD -> AluOps.add(site);
      case SUB -> AluOps.sub(site);
      case COMPARE -> AluOps.compare(site);
      case ADC -> CarryOps.addWithCarry(site);
      case SBB -> CarryOps.subWithBorrow(site);
      case INC -> CarryOps.increment(site);
      case DEC -> CarryOps.decrement(site);
      case AND -> AluOps.and(site);
      case OR -> AluOps.or(site);
      case XOR -> AluOps.xor(site);
      case TEST -> AluOps.test(site);
      case NOT -> AluOps.not(site);
      case NEG -> AluOps.negate(site);
      case SHL -> ShiftOps.left(site);
      case SHR -> ShiftOps.right(site);
      case SAR -> ShiftOps.rightSigned(site);
      case SHLX -> ShiftOps.leftWithoutFlags(site);
      case SHRX -> ShiftOps.rightWithoutFlags(site);
      case SARX -> ShiftOps.rightSignedWithoutFlags(site);
      case ROL -> ShiftOps.rotateLeft(site);
      case ROR -> ShiftOps.rotateRight(site);
      case IMUL -> MultiplyOps.multiply(site);
      case MUL_WIDE -> MultiplyOps.multiplyWide(site, false);
      case IMUL_WIDE -> MultiplyOps.multiplyWide(site, true);
      case DIV -> MultiplyOps.divide(site, false);
      case IDIV -> MultiplyOps.divide(site, true);
      case SIGN_INTO_AX -> MultiplyOps.signIntoAx(site);
      case BIT_TEST -> BitOps.test(site);
      case BIT_SET -> BitOps.change(site, AluEffects::setBits);
      case BIT_RESET -> BitOps.change(site, AluEffects::resetBits);
      case BIT_COMPLEMENT -> BitOps.change(site, AluEffects::complementBits);
      case SIGN_INTO_DX -> MultiplyOps.signIntoDx(site);
      case XCHG -> ExchangeOps.exchange(site);
      case XADD -> ExchangeOps.exchangeAndAdd(site);
      case CMPXCHG -> ExchangeOps.compareAndExchange(site);
      case PUSH -> StackOps.push(site);
      case POP -> StackOps.pop(site);
      case PUSH_FLAGS -> StackOps.pushFlags();
      case POP_FLAGS -> StackOps.popFlags();
      case LEAVE -> StackOps.leave();
      case JUMP -> JumpOps.jump(site);
      case BRANCH -> JumpOps.branch(site, condition(site));
      case CALL -> JumpOps.call(site);
      case RET -> JumpOps.ret();
      case BREAKPOINT -> JumpOps.breakpoint(site.next());
      case UNDEFINED -> JumpOps.undefined();
      case MEMORY_FENCE -> FULL_FENCE;
      case FENCE, NOP -> NOTHING;
    };
  }

  private static Condition condition(Site site) {
    Condition condition = site.insn().condition();
    if (condition == null) {
      throw new IllegalArgumentException("no condition in " + site.insn());
    }
    return condition;
  }
}
