package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.proto.ArgKind;
import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapFlag;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.bpf.proto.ProgramType.PacketAccess;
import dev.hugetext.bpf.proto.ValueField;
import dev.hugetext.verifier.domain.Scalar;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.PointerType;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.PointerValue;
import dev.hugetext.verifier.state.RegValue.ScalarValue;
import dev.hugetext.verifier.state.SlotByte;
import dev.hugetext.verifier.state.StackSlot;

/** The checks of a helper's arguments, one per kind of argument. */
final class ArgumentChecks {
  private static final int MAX_SIZE = 1 << 29;

  private final ProgramFacts facts;
  private final Exploration exploration;
  private final Registers registers;
  private final MemoryTransfer memory;
  private final LockTransfer locks;

  ArgumentChecks(
      ProgramFacts facts, Exploration exploration, Registers registers, MemoryTransfer memory) {
    this.facts = facts;
    this.exploration = exploration;
    this.registers = registers;
    this.memory = memory;
    this.locks = new LockTransfer(facts);
  }

  /** One argument, in the order of registers; {@code call} gathers what later checks need. */
  void check(MachineState state, HelperCall call, int register, ArgKind kind) {
    RegValue value = registers.read(state, register);
    if (kind == ArgKind.ANYTHING) {
      registers.checkLeak(state, register, "into helper function");
      return;
    }
    boolean packet = value instanceof PointerValue pointer && pointer.type().isPacket();
    if (packet && !mayPassPacket(call.helper())) {
      throw Refusal.of(Rule.ARGUMENT_PACKET, "helper access to the packet is not allowed");
    }
    boolean nullAllowed = kind.notation().endsWith("?") && isPointerKind(kind);
    if (!(value.isZero() && nullAllowed)) {
      ArgumentTypes.of(kind).check(register, value, nullAllowed);
      checkOffset(register, value, kind);
      noteReference(call, register, value, kind);
    }
    switch (kind) {
      case ANYTHING -> {}
      case CONST_MAP_PTR -> map(call, (PointerValue) value);
      case PTR_TO_MAP_KEY -> key(state, call, register, (PointerValue) value);
      case PTR_TO_MAP_VALUE, PTR_TO_MAP_VALUE_OR_NULL -> mapValue(state, call, register, false);
      case PTR_TO_UNINIT_MAP_VALUE -> mapValue(state, call, register, true);
      case CONST_SIZE -> size(state, call, register, false);
      case CONST_SIZE_OR_ZERO -> size(state, call, register, true);
      case CONST_ALLOC_SIZE_OR_ZERO -> allocatedSize(call, register, (ScalarValue) value);
      case PTR_TO_FIXED_SIZE_MEM, PTR_TO_WRITABLE_FIXED_SIZE_MEM, PTR_TO_UNINIT_FIXED_SIZE_MEM ->
          fixedSize(state, call, register, kind);
      case PTR_TO_SPIN_LOCK -> lock(state, call, register, (PointerValue) value);
      case PTR_TO_MEM,
          PTR_TO_MEM_OR_NULL,
          PTR_TO_WRITABLE_MEM,
          PTR_TO_UNINIT_MEM,
          PTR_TO_UNINIT_MEM_OR_NULL,
          PTR_TO_CTX,
          PTR_TO_CTX_OR_NULL,
          PTR_TO_SOCK_COMMON,
          PTR_TO_BTF_ID_SOCK_COMMON,
          RELEASE_BTF_ID_SOCK_COMMON,
          RELEASE_RINGBUF_MEM,
          PTR_TO_FUNC,
          PTR_TO_STACK_OR_NULL -> {}
      case PTR_TO_TIMER -> timer(call, register, (PointerValue) value);
      case PTR_TO_CONST_STR -> string(call, register, (PointerValue) value);
      case KPTR_XCHG_DEST,
          PTR_TO_DYNPTR,
          PTR_TO_UNINIT_DYNPTR,
          RELEASE_DYNPTR,
          PTR_TO_BTF_ID,
          PTR_TO_BTF_ID_OR_NULL,
          RELEASE_BTF_ID_OR_NULL,
          PTR_TO_PERCPU_BTF_ID ->
          throw Refusal.of(
              Rule.UNSUPPORTED,
              "arguments of kind %s are not supported yet".formatted(kind.notation()));
    }
  }

  /** Socket options are copies for the program alone, so any helper may have them. */
  private boolean mayPassPacket(HelperTable helper) {
    ProgramType type = facts.program().type();
    return type == ProgramType.CGROUP_SOCKOPT
        || (type.packets() != PacketAccess.NONE && helper.takesPackets());
  }

  private static boolean isPointerKind(ArgKind kind) {
    return kind != ArgKind.CONST_SIZE_OR_ZERO && kind != ArgKind.CONST_ALLOC_SIZE_OR_ZERO;
  }

  /** Whether the helper gives the object back to the kernel. */
  private static boolean releases(ArgKind kind) {
    return kind == ArgKind.RELEASE_BTF_ID_SOCK_COMMON || kind == ArgKind.RELEASE_RINGBUF_MEM;
  }

  private static void checkOffset(int register, RegValue value, ArgKind kind) {
    if (!(value instanceof PointerValue pointer)) {
      return;
    }
    if (releases(kind) && pointer.off() != 0) {
      throw Refusal.of(
          Rule.RELEASED_OFFSET,
          "R%d must have zero offset when passed to release func or trusted arg to kfunc"
              .formatted(register));
    }
    if (releases(kind) || pointer.maybeNull() || !ArgumentTypes.isMemory(pointer.type())) {
      ContextTransfer.checkUnmodified(register, pointer);
    }
  }

  private static void noteReference(HelperCall call, int register, RegValue value, ArgKind kind) {
    int reference = value instanceof PointerValue pointer ? pointer.reference() : 0;
    if (releases(kind)) {
      if (reference == 0) {
        throw Refusal.of(
            Rule.RELEASED_REFERENCE,
            "R%d must be referenced when passed to release function".formatted(register));
      }
      call.release(reference);
    }
    if (reference != 0) {
      call.setReference(reference);
    }
  }

  private void map(HelperCall call, PointerValue pointer) {
    if (call.map() >= 0 && call.map() != pointer.map()) {
      throw Refusal.of(Rule.TIMER_MAP, "timer pointer in R1 doesn't match map pointer in R2");
    }
    call.setMap(pointer.map());
  }

  /** A string that nobody can change any more. */
  private void string(HelperCall call, int register, PointerValue pointer) {
    MapDef map = facts.map(pointer.map());
    if (!MapFlag.RDONLY_PROG.in(map) || !map.frozen()) {
      throw Refusal.of(
          Rule.CONSTANT_STRING, "R%d does not point to a readonly map'".formatted(register));
    }
    if (!pointer.var().isConst()) {
      throw Refusal.of(Rule.CONSTANT_STRING, "R%d is not a constant address'".formatted(register));
    }
    int size = map.valueSize() - pointer.off();
    memory
        .regions()
        .checkMapValue(new Regions.Stretch(register, pointer, pointer.off(), size, false), false);
    if (!FrozenValue.hasString(map, pointer.off() + (int) pointer.var().value())) {
      throw Refusal.of(Rule.CONSTANT_STRING, Errno.EINVAL, "string is not zero-terminated");
    }
    if (call.helper() == HelperTable.SNPRINTF) {
      throw Refusal.of(Rule.UNSUPPORTED, "checking formats is not supported yet");
    }
  }

  private void timer(HelperCall call, int register, PointerValue pointer) {
    locks.checkField(register, pointer, ValueField.Kind.TIMER);
    if (facts.isInnerMap(pointer.map())) {
      throw Refusal.of(Rule.UNSUPPORTED, "timers in maps that lie in maps are not supported yet");
    }
    call.setMap(pointer.map());
  }

  private void lock(MachineState state, HelperCall call, int register, PointerValue pointer) {
    locks.checkField(register, pointer, ValueField.Kind.SPIN_LOCK);
    if (call.helper() == HelperTable.SPIN_LOCK) {
      locks.lock(state, pointer);
    } else {
      locks.unlock(state, pointer);
    }
  }

  private void allocatedSize(HelperCall call, int register, ScalarValue size) {
    if (!size.number().isConst()) {
      throw Refusal.of(Rule.SIZE_CONSTANT, "R%d is not a known constant'".formatted(register));
    }
    call.setMemorySize((int) size.number().value());
    exploration.markPrecise(register);
  }

  private void fixedSize(MachineState state, HelperCall call, int register, ArgKind kind) {
    boolean fills = kind == ArgKind.PTR_TO_UNINIT_FIXED_SIZE_MEM;
    boolean writes = fills || kind == ArgKind.PTR_TO_WRITABLE_FIXED_SIZE_MEM;
    int size = call.helper().fixedSize(register - 1);
    checkMemory(state, call, new Argument(register, size, writes, fills, false));
    if (fills) {
      memory.checkAligned(state, register, size);
    }
  }

  private void key(MachineState state, HelperCall call, int register, PointerValue pointer) {
    MapDef map = facts.map(call.map());
    checkMemory(state, call, new Argument(register, map.keySize(), false, false, false));
    if (map.type() == MapType.ARRAY || map.type() == MapType.PERCPU_ARRAY) {
      constantKey(state, call, pointer, map.keySize());
    }
  }

  /** A key whose number is known, from zeroed bytes or a spilled constant. */
  private void constantKey(MachineState state, HelperCall call, PointerValue pointer, int size) {
    if (!facts.environment().privileged()
        || pointer.type() != PointerType.STACK
        || !pointer.var().isConst()) {
      return;
    }
    int at = pointer.off() + (int) pointer.var().value();
    int index = StackTransfer.slotOf(at);
    int from = StackTransfer.byteOf(at);
    StackSlot slot = state.frame(pointer.frame()).slot(index);
    if (run(slot, from, SlotByte.ZERO) >= size) {
      call.setKey(0);
    } else if (slot.holdsScalar() && run(slot, from, SlotByte.SPILL) == size) {
      Scalar number = ((ScalarValue) slot.spilled()).number();
      if (number.isConst()) {
        exploration.markSlotPrecise(pointer.frame(), index);
        call.setKey(number.value());
      }
    }
  }

  /** How many bytes of a slot from {@code from} upwards are of one kind. */
  private static int run(StackSlot slot, int from, SlotByte kind) {
    int end = from;
    while (end < StackSlot.BYTES && slot.kind(end) == kind) {
      end++;
    }
    return end - from;
  }

  private void mapValue(MachineState state, HelperCall call, int register, boolean fills) {
    if (state.register(register).isZero()) {
      return;
    }
    int size = facts.map(call.map()).valueSize();
    checkMemory(state, call, new Argument(register, size, fills, fills, false));
  }

  private void size(MachineState state, HelperCall call, int register, boolean zeroAllowed) {
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
  }

  /** Memory of {@code size} bytes; {@code raw} if it need not be initialised before. */
  private record Argument(
      int register, int size, boolean writes, boolean raw, boolean zeroAllowed) {}

  /** Memory that the program's function reads and writes, of which nothing is known afterwards. */
  void checkReadWrite(MachineState state, int register, int size) {
    checkMemory(state, new Argument(register, size, false, false, false));
    checkMemory(state, new Argument(register, size, true, false, false));
    if (state.register(register) instanceof PointerValue pointer && pointer.type().isPacket()) {
      memory.checkPacketWrite();
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
    switch (pointer.type()) {
      case PACKET, PACKET_META -> memory.regions().checkPacket(stretch);
      case MAP_VALUE -> memory.regions().checkMapValue(stretch, argument.writes());
      case MAP_KEY -> mapKey(stretch, argument.writes());
      case MEM, RINGBUF_MEM -> memory.regions().checkRegion(stretch, pointer.range());
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
    memory.regions().checkRegion(stretch, facts.map(stretch.pointer().map()).keySize());
  }

  private boolean stack(MachineState state, Argument argument, PointerValue pointer) {
    if (argument.size() == 0 && !argument.zeroAllowed()) {
      throw Refusal.of(Rule.SIZE_ZERO, "invalid zero-sized read");
    }
    StackBounds bounds = memory.stackBounds();
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
