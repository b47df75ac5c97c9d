package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.Imm64Kind;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.InsnClass;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** A program as all transfers see it: decoded once, cut into functions. Read-only. */
public final class ProgramFacts {
  private final BpfProgram program;
  private final Environment environment;
  private final Functions functions;
  private final FunctionTypes types;
  private final BitSet changingPackets = new BitSet();
  private final Insn[] decoded;
  private final List<MapDef> maps;
  private final BitSet secondSlots = new BitSet();
  private final BitSet jumps = new BitSet();

  public ProgramFacts(BpfProgram program, Environment environment, Functions functions) {
    this.program = program;
    this.environment = environment;
    this.functions = functions;
    this.types = new FunctionTypes(program, functions);
    this.maps = withInner(program.maps());
    List<RawInsn> raw = program.insns();
    this.decoded = new Insn[raw.size()];
    for (int pc = 0; pc < decoded.length; pc++) {
      decoded[pc] = Insn.decode(raw, pc);
      jumps.set(pc, isJumpClass(raw.get(pc)));
      if (decoded[pc].slots() == 2) {
        secondSlots.set(pc + 1);
      }
    }
    while (findChangingPackets()) {
      // until callers of callers are found
    }
  }

  /** All maps, and behind them for each what maps inside look like; itself if it has none. */
  private static List<MapDef> withInner(List<MapDef> maps) {
    List<MapDef> all = new ArrayList<>(maps);
    for (MapDef map : maps) {
      MapDef inner = map.inner();
      all.add(inner == null ? map : inner);
    }
    return List.copyOf(all);
  }

  public BpfProgram program() {
    return program;
  }

  public Environment environment() {
    return environment;
  }

  public Functions functions() {
    return functions;
  }

  /** What BTF says of the functions. */
  public FunctionTypes types() {
    return types;
  }

  /** Whether the function, or one that it calls or hands to a helper, may move the packet. */
  boolean changesPackets(int function) {
    return changingPackets.get(function);
  }

  private int target(int pc, int distance) {
    return functions.containing(pc + 1 + distance);
  }

  private boolean findChangingPackets() {
    boolean found = false;
    for (int pc = 0; pc < decoded.length; pc++) {
      boolean changes =
          switch (decoded[pc]) {
            case Insn.CallHelper call ->
                isTailCall(pc)
                    || HelperTable.of(call.imm())
                        .filter(HelperTable::changesPacketData)
                        .isPresent();
            case Insn.CallBpf call -> changesPackets(target(pc, call.offset()));
            case Insn.LoadImm64 load ->
                load.kind() == Imm64Kind.FUNC && changesPackets(target(pc, load.low()));
            case Insn.Alu _,
                Insn.Neg _,
                Insn.Swap _,
                Insn.MoveSigned _,
                Insn.AddrSpaceCast _,
                Insn.MovePerCpu _,
                Insn.LoadAbs _,
                Insn.LoadInd _,
                Insn.Load _,
                Insn.Store _,
                Insn.Atomic _,
                Insn.Jump _,
                Insn.Branch _,
                Insn.JumpIndirect _,
                Insn.MayGoto _,
                Insn.CallKfunc _,
                Insn.CallRegister _,
                Insn.Exit _,
                Insn.TailCall _,
                Insn.NoSpec _,
                Insn.Invalid _ ->
                false;
          };
      int function = functions.containing(pc);
      if (changes && !changingPackets.get(function)) {
        changingPackets.set(function);
        found = true;
      }
    }
    return found;
  }

  /** Whether the helper that the instruction calls, if any, calls a callback while it runs. */
  public boolean callsCallback(int pc) {
    return decoded[pc] instanceof Insn.CallHelper call
        && (call.imm() == HelperTable.LOOP.id()
            || call.imm() == HelperTable.FOR_EACH_MAP_ELEM.id());
  }

  /** Number of slots. */
  public int size() {
    return decoded.length;
  }

  /** The decoded instruction that starts at a slot. */
  public Insn insn(int pc) {
    return decoded[pc];
  }

  /** Whether a slot is the second one of an instruction. */
  public boolean endsPair(int pc) {
    return secondSlots.get(pc);
  }

  /** Whether the instruction is of a jump class: a jump, a call or an exit. */
  public boolean isJump(int pc) {
    return jumps.get(pc);
  }

  /** Whether the instruction calls the helper that jumps to another program. */
  public boolean isTailCall(int pc) {
    return decoded[pc] instanceof Insn.CallHelper call && call.imm() == HelperTable.TAIL_CALL.id();
  }

  private static boolean isJumpClass(RawInsn insn) {
    return switch (InsnClass.of(insn.opcode())) {
      case JMP, JMP32 -> true;
      case LD, LDX, ST, STX, ALU, ALU64 -> false;
    };
  }

  /** The encoded slot. */
  public RawInsn raw(int pc) {
    return program.insns().get(pc);
  }

  /** A map of the program, or what the maps in one look like (see {@link #innerMap}). */
  public MapDef map(int index) {
    return maps.get(index);
  }

  /**
   * The index at which {@link #map} gives what maps in a map of maps look like; which of them is
   * meant, nobody knows before the program runs.
   */
  int innerMap(int index) {
    return index + program.maps().size();
  }

  /** Whether nobody can change the values of a map any more; of maps in maps that is not known. */
  boolean isConstant(int index) {
    MapDef map = map(index);
    return !isInnerMap(index) && map.frozen() && MapFlag.RDONLY_PROG.in(map);
  }

  /** Whether an index stands for some map inside a map of maps. */
  boolean isInnerMap(int index) {
    return index >= program.maps().size();
  }
}
