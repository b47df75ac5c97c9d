package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.proto.ArgKind;
import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.bpf.proto.MapType;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.bpf.proto.ProgramType.PacketAccess;
import dev.hugetext.bpf.proto.ValueField;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.PointerValue;
import dev.hugetext.verifier.state.RegValue.ScalarValue;
import java.util.EnumSet;
import java.util.Set;

/** The checks of a helper's arguments, one per kind of argument. */
final class ArgumentChecks {
  private static final Set<ArgKind> MAP_VALUES =
      EnumSet.of(
          ArgKind.PTR_TO_MAP_VALUE,
          ArgKind.PTR_TO_MAP_VALUE_OR_NULL,
          ArgKind.PTR_TO_UNINIT_MAP_VALUE);

  private final ProgramFacts facts;
  private final Exploration exploration;
  private final Registers registers;
  private final MemoryArguments memory;
  private final ConstantStrings strings;
  private final LockTransfer locks;

  ArgumentChecks(
      ProgramFacts facts, Exploration exploration, Registers registers, MemoryTransfer accesses) {
    this.facts = facts;
    this.exploration = exploration;
    this.registers = registers;
    this.memory = new MemoryArguments(facts, exploration, accesses);
    this.strings = new ConstantStrings(facts, accesses.regions());
    this.locks = new LockTransfer(facts);
  }

  /** The checks of memory, which functions judged alone share. */
  MemoryArguments memory() {
    return memory;
  }

  /** One argument, in the order of registers; {@code call} gathers what later checks need. */
  void check(MachineState state, HelperCall call, int register, ArgKind declared) {
    RegValue value = registers.read(state, register);
    ArgKind kind = ofMap(call, declared);
    if (kind == ArgKind.ANYTHING || kind == ArgKind.ZERO) {
      registers.checkLeak(state, register, "into helper function");
      checkZero(call, register, value, kind);
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
      case ANYTHING, ZERO -> {}
      case CONST_MAP_PTR -> map(call, (PointerValue) value);
      case PTR_TO_MAP_KEY -> memory.key(state, call, register, (PointerValue) value);
      case PTR_TO_MAP_VALUE, PTR_TO_MAP_VALUE_OR_NULL ->
          memory.mapValue(state, call, register, false);
      case PTR_TO_UNINIT_MAP_VALUE -> memory.mapValue(state, call, register, true);
      case CONST_SIZE -> memory.size(state, call, register, false);
      case CONST_SIZE_OR_ZERO -> memory.size(state, call, register, true);
      case CONST_ALLOC_SIZE_OR_ZERO -> allocatedSize(call, register, (ScalarValue) value);
      case PTR_TO_FIXED_SIZE_MEM, PTR_TO_WRITABLE_FIXED_SIZE_MEM, PTR_TO_UNINIT_FIXED_SIZE_MEM ->
          memory.fixedSize(state, call, register, kind);
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
      case PTR_TO_CONST_STR -> strings.check(call, register, (PointerValue) value);
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

  private void checkZero(HelperCall call, int register, RegValue value, ArgKind kind) {
    if (kind != ArgKind.ZERO) {
      return;
    }
    if (!value.isZero()) {
      throw Refusal.of(
          Rule.ARGUMENT_TYPE,
          Errno.EINVAL,
          "%s() doesn't support non-zero flags".formatted(call.helper().text()));
    }
    exploration.markPrecise(register);
  }

  /** Maps of sockets take sockets for values, and what a bloom filter looks at is there before. */
  private ArgKind ofMap(HelperCall call, ArgKind kind) {
    if (!MAP_VALUES.contains(kind)) {
      return kind;
    }
    MapType type = facts.map(call.map()).type();
    if (type == MapType.BLOOM_FILTER) {
      return ArgKind.PTR_TO_MAP_VALUE;
    }
    if (type != MapType.SOCKMAP && type != MapType.SOCKHASH) {
      return kind;
    }
    if (kind != ArgKind.PTR_TO_MAP_VALUE) {
      throw Refusal.of(Rule.MAP_HELPER, "invalid arg_type for sockmap/sockhash");
    }
    return ArgKind.PTR_TO_BTF_ID_SOCK_COMMON;
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
}
