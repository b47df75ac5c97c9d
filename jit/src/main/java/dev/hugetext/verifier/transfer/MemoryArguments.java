package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.proto.ArgKind;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.verifier.domain.Scalar;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.PointerValue;
import dev.hugetext.verifier.state.RegValue.ScalarValue;

/** Memory that a helper, or a function judged alone, is given: all of it is there and allowed. */
final class MemoryArguments {
  private static final int MAX_SIZE = 1 << 29;

  private final ProgramFacts facts;
  private final Exploration exploration;
  private final MemoryTransfer accesses;
  private final ConstantKeys constantKeys;
  private final NullChecks nulls;

  MemoryArguments(ProgramFacts facts, Exploration exploration, MemoryTransfer accesses) {
    this.facts = facts;
    this.exploration = exploration;
    this.accesses = accesses;
    this.constantKeys = new ConstantKeys(facts, exploration);
    this.nulls = new NullChecks(facts);
  }

  void key(MachineState state, HelperCall call, int register, PointerValue pointer) {
    MapDef map = facts.map(call.map());
    checkMemory(state, call, new Argument(register, map.keySize(), false, false, false));
    if (map.type() == MapType.ARRAY || map.type() == MapType.PERCPU_ARRAY) {
      constantKeys.note(state, call, pointer, map.keySize());
    }
  }

  void mapValue(MachineState state, HelperCall call, int register, boolean fills) {
    if (state.register(register).isZero()) {
      return;
    }
    int size = facts.map(call.map()).valueSize();
    checkMemory(state, call, new Argument(register, size, fills, fills, false));
  }

  void size(MachineState state, HelperCall call, int register, boolean zeroAllowed) {
    Scalar number = ((ScalarValue) state.register(register)).number();
    ArgKind of = call.helper().arguments().get(register - 2);
    if (number.smin() < 0) {
      throw Refusal.of(
          Rule.SIZE_NEGATIVE,
          "R%d min value is negative, either use unsigned or 'var &= const'".formatted(register));
    }
    if (number.umin() == 0 && !zeroAllowed) {
      throw Refusal.of(
          Rule.SIZE_ZERO,
          "R%d invalid zero-sized read: u64=[%d,%d]"
              .formatted(register, number.umin(), number.umax()));
    }
    if (Long.compareUnsigned(number.umax(), MAX_SIZE) >= 0) {
      throw Refusal.of(
          Rule.SIZE_UNBOUNDED,
          "R%d unbounded memory access, use 'var &= const' or 'if (var < const)'"
              .formatted(register));
    }
    boolean fills = of == ArgKind.PTR_TO_UNINIT_MEM || of == ArgKind.PTR_TO_UNINIT_MEM_OR_NULL;
    boolean writes = fills || of == ArgKind.PTR_TO_WRITABLE_MEM;
    boolean raw = fills && number.isConst();
    checkMemory(
        state, call, new Argument(register - 1, (int) number.umax(), writes, raw, zeroAllowed));
    exploration.markPrecise(register);
    call.setMostBytes(number.umax());
  }

  void fixedSize(MachineState state, HelperCall call, int register, ArgKind kind) {
    boolean fills = kind == ArgKind.PTR_TO_UNINIT_FIXED_SIZE_MEM;
    boolean writes = fills || kind == ArgKind.PTR_TO_WRITABLE_FIXED_SIZE_MEM;
    int size = call.helper().fixedSize(register - 1);
    checkMemory(state, call, new Argument(register, size, writes, fills, false));
    if (fills) {
      accesses.checkAligned(state, register, size);
    }
  }

  /** Memory of {@code size} bytes; {@code raw} if it need not be initialised before. */
  private record Argument(
      int register, int size, boolean writes, boolean raw, boolean zeroAllowed) {}

  /** Memory that the program's function reads and writes, of which nothing is known afterwards. */
  void checkReadWrite(MachineState state, int register, int size) {
    checkMemory(state, new Argument(register, size, false, false, false));
    checkMemory(state, new Argument(register, size, true, false, false));
    if (state.register(register) instanceof PointerValue pointer && pointer.type().isPacket()) {
      accesses.checkPacketWrite();
    }
  }

  private void checkMemory(MachineState state, HelperCall call, Argument argument) {
    if (checkMemory(state, argument)) {
      call.fill(argument.register(), argument.size());
    }
  }

  /** Returns whether it is on the stack, and yet to be filled byte by byte. */
  private boolean checkMemory(MachineState state, Argument argument) {
    int register = argument.register();
    RegValue value = state.register(register);
    if (!(value instanceof PointerValue pointer)) {
      if (argument.zeroAllowed() && argument.size() == 0 && value.isZero()) {
        return false;
      }
      throw ArgumentTypes.STACK_MEMORY.mismatch(register, value);
    }
    Regions.Stretch stretch =
        new Regions.Stretch(
            register, pointer, pointer.off(), argument.size(), argument.zeroAllowed());
    PointerValue target = argument.writes() ? nulls.checked(pointer) : pointer;
    switch (target.type()) {
      case PACKET, PACKET_META -> accesses.regions().checkPacket(stretch);
      case MAP_VALUE -> accesses.regions().checkMapValue(stretch, argument.writes());
      case MAP_KEY -> mapKey(stretch, argument.writes());
      case MEM, RINGBUF_MEM -> accesses.regions().checkRegion(stretch, pointer.bytes());
      case STACK -> {
        return stack(state, argument, pointer);
      }
      case CTX,
          MAP_PTR,
          PACKET_END,
          FLOW_KEYS,
          SOCKET,
          SOCK_COMMON,
          TCP_SOCK,
          XDP_SOCK,
          TP_BUFFER,
          BTF_ID,
          TRUSTED,
          FUNC ->
          throw ArgumentTypes.STACK_MEMORY.mismatch(register, value);
    }
    return false;
  }

  private void mapKey(Regions.Stretch stretch, boolean writes) {
    if (writes) {
      throw Refusal.of(
          Rule.MAP_KEY_WRITE, "R%d cannot write into map_key".formatted(stretch.register()));
    }
    accesses.regions().checkRegion(stretch, facts.map(stretch.pointer().map()).keySize());
  }

  private boolean stack(MachineState state, Argument argument, PointerValue pointer) {
    if (argument.size() == 0 && !argument.zeroAllowed()) {
      throw Refusal.of(Rule.SIZE_ZERO, "invalid zero-sized read");
    }
    StackBounds bounds = accesses.stackBounds();
    StackBounds.Extent extent =
        bounds.check(
            state, argument.register(), pointer, pointer.off(), argument.size(), argument.writes());
    if (argument.raw() && pointer.var().isConst()) {
      return true;
    }
    if (!facts.environment().privileged() && !pointer.var().isConst()) {
      throw Refusal.of(
          Rule.STACK_VARIABLE,
          "R%d variable offset stack access prohibited for !root, var_off=%s"
              .formatted(argument.register(), pointer.var().bits()));
    }
    bounds.checkInitialised(state, argument.register(), pointer.frame(), extent, argument.writes());
    return false;
  }
}
