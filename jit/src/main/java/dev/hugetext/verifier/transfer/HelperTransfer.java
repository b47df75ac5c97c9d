package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.proto.ArgKind;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.bpf.proto.ValueField;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.PointerType;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.PointerValue;
import dev.hugetext.verifier.state.RegValue.ScalarValue;
import java.util.List;
import java.util.Optional;

/** Calls of helpers: who may call them, with what, and what they leave behind. */
final class HelperTransfer {
  /** R0 to R5 are lost in a call. */
  static final int CALLER_SAVED = 6;

  private static final int TAIL_CALL_INDEX = 3;

  private final ProgramFacts facts;
  private final Exploration exploration;
  private final MemoryTransfer memory;
  private final ArgumentChecks arguments;
  private final FunctionTransfer functions;
  private final CallRecord calls;
  private final CallbackTransfer callbacks;
  private final IntegerResults results;

  HelperTransfer(
      ProgramFacts facts,
      Exploration exploration,
      Registers registers,
      MemoryTransfer memory,
      FunctionTransfer functions) {
    this.facts = facts;
    this.exploration = exploration;
    this.memory = memory;
    this.functions = functions;
    this.calls = new CallRecord(facts.size());
    this.callbacks = new CallbackTransfer(facts, exploration);
    this.results = new IntegerResults(facts.environment());
    this.arguments = new ArgumentChecks(facts, exploration, registers, memory);
  }

  /** The checks of memory, which functions judged alone share. */
  MemoryArguments memoryArguments() {
    return arguments.memory();
  }

  /** What calls were found to be given. */
  CallRecord calls() {
    return calls;
  }

  Step call(MachineState state, int pc, int id) {
    if (state.obligations().holdsLock() && id != HelperTable.SPIN_UNLOCK.id()) {
      throw Refusal.of(Rule.LOCK_HELD, "function calls are not allowed while holding a lock");
    }
    HelperTable helper = resolve(id);
    HelperCall call = new HelperCall(helper);
    List<ArgKind> kinds = helper.arguments();
    for (int i = 0; i < kinds.size(); i++) {
      arguments.check(state, call, i + 1, kinds.get(i));
    }
    if (call.map() >= 0) {
      MapHelperRules.checkWritable(facts.map(call.map()), helper);
      noteMap(pc, call);
    }
    if (helper == HelperTable.TAIL_CALL) {
      noteIndex(state, pc, facts.map(call.map()));
      ObligationChecks.checkNone(state, "tail_call");
    }
    for (int off = 0; off < call.filledBytes(); off++) {
      memory.access(state, Access.fill(call.filledRegister(), off));
    }
    callbacks(state, pc, call);
    if (call.released() != 0) {
      ObligationChecks.release(state, call.released());
    }
    for (int register = 0; register < CALLER_SAVED; register++) {
      state.setRegister(register, RegValue.NotInit.VALUE);
      exploration.touch(register);
    }
    state.setRegister(0, referenced(state, pc, call, result(call)));
    if (call.map() >= 0) {
      MapHelperRules.check(facts.map(call.map()), helper, facts.program().type());
    }
    if (helper.changesPacketData()) {
      forgetPackets(state);
    }
    boolean mayLeave = helper == HelperTable.TAIL_CALL && state.currentFrame() > 0;
    return mayLeave ? leave(state, pc) : new Step.Next(pc + 1);
  }

  private void callbacks(MachineState state, int pc, HelperCall call) {
    if (call.helper() == HelperTable.LOOP) {
      callbacks.loop(state, pc, calls);
    } else if (call.helper() == HelperTable.FOR_EACH_MAP_ELEM) {
      MapHelperRules.check(facts.map(call.map()), call.helper(), facts.program().type());
      callbacks.eachElement(state, pc, call.map());
    } else if (call.helper() == HelperTable.TIMER_SET_CALLBACK) {
      callbacks.later(state, call.map());
    }
  }

  private void noteMap(int pc, HelperCall call) {
    calls.noteMap(pc, call.map());
    if (call.helper() == HelperTable.TAIL_CALL) {
      return; // its index is a number in a register
    }
    if (call.key() >= 0) {
      calls.noteKey(pc, call.key());
    } else {
      calls.noteAnyKey(pc);
    }
  }

  /** A result that must be given back is a reference; one that casts its argument shares its. */
  private RegValue referenced(MachineState state, int pc, HelperCall call, RegValue result) {
    if (!(result instanceof PointerValue pointer)) {
      return result;
    }
    if (call.helper().casts()) {
      return pointer.withReference(call.reference());
    }
    if (!acquires(call)) {
      return result;
    }
    int reference = exploration.freshId();
    state.setObligations(state.obligations().acquire(reference, pc));
    return pointer.withId(reference).withReference(reference);
  }

  private boolean acquires(HelperCall call) {
    if (call.helper() != HelperTable.MAP_LOOKUP_ELEM) {
      return call.helper().acquires();
    }
    MapType type = facts.map(call.map()).type();
    return type == MapType.SOCKMAP || type == MapType.SOCKHASH;
  }

  private void noteIndex(MachineState state, int pc, MapDef map) {
    if (map.type() != MapType.PROG_ARRAY) {
      throw Refusal.of(Rule.TAIL_CALL_MAP, "expected prog array map for tail call");
    }
    boolean known =
        state.register(TAIL_CALL_INDEX) instanceof ScalarValue index
            && index.number().isConst()
            && Long.compareUnsigned(
                    index.number().value(), Integer.toUnsignedLong(map.maxEntries()))
                < 0;
    if (known) {
      exploration.markPrecise(TAIL_CALL_INDEX);
      calls.noteKey(pc, ((ScalarValue) state.register(TAIL_CALL_INDEX)).number().value());
    } else {
      calls.noteAnyKey(pc);
    }
  }

  /**
   * A function whose tail call succeeds returns what the other program does, which may have changed
   * the packet; otherwise it goes on.
   */
  private Step leave(MachineState state, int pc) {
    exploration.putOff(pc + 1, state.copy());
    state.setRegister(0, RegValue.ScalarValue.UNKNOWN);
    forgetPackets(state);
    return functions.exit(state);
  }

  /** Pointers into the packet are worth nothing any more. */
  static void forgetPackets(MachineState state) {
    state.changeAll(value ->
        value instanceof PointerValue pointer && isPacketAny(pointer.type())
            ? RegValue.ScalarValue.UNKNOWN
            : value);
  }

  private static boolean isPacketAny(PointerType type) {
    return type.isPacket() || type == PointerType.PACKET_END;
  }

  private HelperTable resolve(int id) {
    Optional<HelperTable> found = HelperTable.of(id);
    if (found.isEmpty()) {
      throw Refusal.of(Rule.HELPER_EXISTS, "invalid func unknown#%d".formatted(id));
    }
    HelperTable helper = found.get();
    if (!helper.availableTo(facts.program().type())) {
      throw Refusal.of(
          Rule.HELPER_AVAILABLE,
          "program of this type cannot use helper %s#%d".formatted(helper.kernelName(), id));
    }
    if (helper.gplOnly() && !facts.program().isGplCompatible()) {
      throw Refusal.of(
          Rule.HELPER_GPL, "cannot call GPL-restricted function from non-GPL compatible program");
    }
    if (helper.maySleep() && !facts.program().isSleepable()) {
      throw Refusal.of(Rule.HELPER_SLEEPS, "helper call might sleep in a non-sleepable prog");
    }
    return helper;
  }

  private RegValue result(HelperCall call) {
    return switch (call.helper().returns()) {
      case INTEGER -> RegValue.ScalarValue.UNKNOWN.withNumber(results.of(call));
      case VOID -> RegValue.NotInit.VALUE;
      case MAP_VALUE -> distinct(PointerValue.ofMap(PointerType.MAP_VALUE, call.map(), 0));
      case MAP_VALUE_OR_NULL -> mapValueOrNull(call);
      case SOCKET_OR_NULL -> orNull(PointerValue.to(PointerType.SOCKET));
      case TCP_SOCK_OR_NULL -> orNull(PointerValue.to(PointerType.TCP_SOCK));
      case SOCK_COMMON_OR_NULL -> orNull(PointerValue.to(PointerType.SOCK_COMMON));
      case RINGBUF_MEM_OR_NULL ->
          orNull(PointerValue.ofMemory(PointerType.RINGBUF_MEM, call.memorySize()));
      case DYNPTR_MEM_OR_NULL, MEM_OR_BTF_ID, MEM_OR_BTF_ID_OR_NULL, BTF_ID, BTF_ID_OR_NULL ->
          throw Refusal.of(
              Rule.UNSUPPORTED,
              "results of kind %s are not supported yet"
                  .formatted(call.helper().returns().notation()));
    };
  }

  /** A constant key of an array that is inside it always finds a value. */
  private RegValue mapValueOrNull(HelperCall call) {
    MapDef map = facts.map(call.map());
    PointerValue value = PointerValue.ofMap(PointerType.MAP_VALUE, call.map(), 0);
    boolean array = map.type() == MapType.ARRAY || map.type() == MapType.PERCPU_ARRAY;
    boolean found = call.helper() == HelperTable.MAP_LOOKUP_ELEM && array && hasKey(call, map);
    return found ? distinct(value) : orNull(value);
  }

  /**
   * Of the maps in a map of maps, only arrays need have as many elements as their template; Linux
   * 6.18 trusts per-CPU arrays too.
   */
  private boolean hasKey(HelperCall call, MapDef map) {
    boolean anyLength =
        facts.isInnerMap(call.map()) && (map.type() != MapType.ARRAY || MapFlag.INNER_MAP.in(map));
    return call.key() >= 0 && call.key() < Integer.toUnsignedLong(map.maxEntries()) && !anyLength;
  }

  private PointerValue orNull(PointerValue pointer) {
    return pointer.orNull(exploration.freshId());
  }

  /** A value with a lock has an id, which tells its lock from those of other values. */
  private PointerValue distinct(PointerValue value) {
    boolean lock = facts.map(value.map()).types().first(ValueField.Kind.SPIN_LOCK).isPresent();
    return lock ? value.withId(exploration.freshId()) : value;
  }
}
