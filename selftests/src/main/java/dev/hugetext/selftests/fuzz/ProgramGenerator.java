package dev.hugetext.selftests.fuzz;

import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.RegWidth;
import dev.hugetext.bpf.proto.ProgramType;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes random programs of 10 to about 80 instructions, most of which a verifier accepts.
 *
 * <p>The same seed makes the same program. Kinds come in turn. Maps are those of one fixed list.
 */
public final class ProgramGenerator {
  private static final List<ProgramType> TYPES =
      List.of(ProgramType.XDP, ProgramType.SCHED_CLS, ProgramType.SOCKET_FILTER);
  private static final List<ProgramType> WITH_BOUNDS = TYPES.subList(0, 2);
  private static final List<ProgramType> WITH_LEGACY_LOADS = TYPES.subList(1, 3);

  /** Kinds as they come in turn: the later ones twice, each a tenth of all programs. */
  private static final List<Kind> TURN = turn();

  private static final List<Kind> IN_FUNCTIONS =
      List.of(Kind.ALU, Kind.BRANCH, Kind.STACK, Kind.LOOP, Kind.ATOMIC, Kind.ORDERED);

  private ProgramGenerator() {}

  /** The kind of the program with this seed. */
  public static Kind kind(long seed) {
    return TURN.get(Math.floorMod(seed, TURN.size()));
  }

  private static List<Kind> turn() {
    List<Kind> turn = new ArrayList<>(List.of(Kind.values()));
    turn.addAll(
        List.of(
            Kind.LEGACY_PACKET,
            Kind.ORDERED,
            Kind.PER_CPU_MAP,
            Kind.LRU_MAP,
            Kind.TAIL_CALL,
            Kind.PACKET));
    return List.copyOf(turn);
  }

  private static List<ProgramType> types(Kind kind) {
    return switch (kind) {
      case PACKET -> WITH_BOUNDS;
      case LEGACY_PACKET -> WITH_LEGACY_LOADS;
      case ALU,
          BRANCH,
          LOOP,
          STACK,
          MAP,
          HELPER,
          SUBPROGRAM,
          ATOMIC,
          ORDERED,
          PER_CPU_MAP,
          LRU_MAP,
          TAIL_CALL ->
          TYPES;
    };
  }

  /** The program with this seed; most write all of their stack first. */
  public static BpfProgram generate(long seed) {
    BpfProgram program = generate(seed, StackPrimer.NONE);
    boolean primed = new Dice(~seed).percent(85);
    return primed ? generate(seed, StackPrimer.of(program.insns())) : program;
  }

  private static BpfProgram generate(long seed, StackPrimer primer) {
    Kind kind = kind(seed);
    Dice dice = new Dice(seed);
    ProgramType type = dice.of(types(kind));
    CodeBuffer code = new CodeBuffer();
    Draft draft = new Draft(dice, code, type, true);
    int functions = kind == Kind.SUBPROGRAM ? dice.from(1, 3) : dice.percent(5) ? 1 : 0;
    List<CodeBuffer.Label> labels = new ArrayList<>();
    for (int i = 0; i < functions; i++) {
      labels.add(new CodeBuffer.Label());
    }
    primer.prime(code, 0);
    code.movReg(Draft.CONTEXT, 1);
    start(draft);
    blocks(draft, kind, labels, dice.from(12, 55));
    end(draft);
    for (int i = 0; i < functions; i++) {
      code.bind(labels.get(i));
      primer.prime(code, i + 1);
      function(draft, labels.subList(i + 1, functions));
    }
    return BpfProgram.of(TailCallTargets.ITSELF, type, code.finish()).withMaps(FuzzMaps.ALL);
  }

  private static void start(Draft draft) {
    Dice dice = draft.dice();
    for (int register = 7; register <= 9; register++) {
      if (dice.percent(40)) {
        draft.code().mov(register, dice.constant());
        draft.number(register);
      } else if (dice.percent(50) && draft.isMain()) {
        draft.code().load(MemSize.W, register, Draft.CONTEXT, 12);
        draft.number(register);
      } else {
        CallBlocks.number(draft);
        draft.code().movReg(register, 0);
        draft.number(register);
      }
    }
  }

  private static void blocks(Draft draft, Kind kind, List<CodeBuffer.Label> functions, int length) {
    int end = draft.code().size() + length;
    while (draft.code().size() < end) {
      Kind next = draft.dice().percent(65) ? kind : draft.dice().of(Kind.values());
      block(draft, next, functions);
    }
  }

  private static void block(Draft draft, Kind kind, List<CodeBuffer.Label> functions) {
    Dice dice = draft.dice();
    switch (kind) {
      case ALU -> NumberBlocks.alus(draft, dice.from(1, 5));
      case BRANCH -> NumberBlocks.branch(draft, 2);
      case LOOP -> NumberBlocks.loop(draft);
      case STACK -> MemoryBlocks.stack(draft);
      case PACKET -> MemoryBlocks.packet(draft);
      case MAP -> CallBlocks.map(draft);
      case HELPER -> helper(draft);
      case SUBPROGRAM -> {
        if (functions.isEmpty()) {
          NumberBlocks.branch(draft, 1);
        } else {
          CallBlocks.function(draft, dice.of(functions));
        }
      }
      case ATOMIC -> MemoryBlocks.atomic(draft);
      case LEGACY_PACKET -> MemoryBlocks.legacyPacket(draft);
      case ORDERED -> MemoryBlocks.ordered(draft);
      case PER_CPU_MAP -> CallBlocks.perCpuMap(draft);
      case LRU_MAP -> CallBlocks.lruMap(draft);
      case TAIL_CALL -> CallBlocks.tailCall(draft);
    }
  }

  private static void helper(Draft draft) {
    switch (draft.dice().below(7)) {
      case 0 -> CallBlocks.checksum(draft);
      case 1 -> MemoryBlocks.context(draft);
      case 2, 3 -> MemoryBlocks.packetBytes(draft);
      default -> CallBlocks.number(draft);
    }
  }

  private static void end(Draft draft) {
    Dice dice = draft.dice();
    if (dice.percent(95)) {
      draft.code().bind(draft.out());
      draft.code().aluReg(AluOp.MOV, dice.width(), 0, dice.from(7, 9));
    } else {
      draft.code().aluReg(AluOp.MOV, RegWidth.W64, 0, draft.anyNumber());
      draft.code().bind(draft.out());
    }
    draft.code().exit();
  }

  /** A function of a pointer to the caller's stack in R1 and numbers in R2 to R5. */
  private static void function(Draft caller, List<CodeBuffer.Label> callees) {
    Dice dice = caller.dice();
    CodeBuffer code = caller.code();
    Draft draft = new Draft(dice, code, caller.type(), false);
    for (int register = 2; register <= 5; register++) {
      draft.number(register);
    }
    if (dice.percent(60)) {
      MemSize size = dice.size();
      code.load(size, 0, 1, 0);
      draft.number(0);
    }
    if (dice.percent(50)) {
      code.storeReg(MemSize.DW, 1, 0, draft.anyNumber());
    }
    for (int register = 7; register <= 9; register++) {
      code.movReg(register, dice.from(2, 5));
      draft.number(register);
    }
    Kind kind = dice.of(IN_FUNCTIONS);
    blocks(draft, kind, callees, dice.from(4, 12));
    end(draft);
  }
}
