package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.isa.AtomicOp;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.PointerValue;

/**
 * Atomic operations. One that changes memory is a read, perhaps into a register, and a write; a
 * load-acquire and a store-release are a load and a store of aligned memory.
 */
final class AtomicTransfer {
  private final Registers registers;
  private final MemoryTransfer memory;

  AtomicTransfer(Registers registers, MemoryTransfer memory) {
    this.registers = registers;
    this.memory = memory;
  }

  void apply(MachineState state, int pc, Insn.Atomic insn) {
    switch (insn.op()) {
      case LOAD_ACQUIRE -> loadAcquire(state, pc, insn);
      case STORE_RELEASE -> storeRelease(state, pc, insn);
      case ADD, OR, AND, XOR, FETCH_ADD, FETCH_OR, FETCH_AND, FETCH_XOR, XCHG, CMPXCHG ->
          readModifyWrite(state, insn);
    }
  }

  /** Its address is in the source field, what it loads goes to the other. */
  private void loadAcquire(MachineState state, int pc, Insn.Atomic insn) {
    int address = insn.reg().number();
    int dst = insn.base().number();
    RegValue pointer = registers.read(state, address);
    registers.checkWritable(dst);
    Access access = Access.load(address, insn.offset(), insn.size().bytes(), false, dst);
    memory.access(state, access.strictlyAligned());
    memory.pointerTypes().note(pc, pointer);
    checkTarget(pointer, address, "loads from");
  }

  private void storeRelease(MachineState state, int pc, Insn.Atomic insn) {
    int address = insn.base().number();
    int value = insn.reg().number();
    registers.read(state, value);
    RegValue pointer = registers.read(state, address);
    Access access = Access.store(address, insn.offset(), insn.size().bytes(), value);
    memory.access(state, access.strictlyAligned());
    memory.pointerTypes().note(pc, pointer);
    checkTarget(pointer, address, "stores into");
  }

  private void readModifyWrite(MachineState state, Insn.Atomic insn) {
    if (insn.size() != MemSize.W && insn.size() != MemSize.DW) {
      throw Refusal.of(Rule.ATOMIC_SIZE, "invalid atomic operand size");
    }
    int source = insn.reg().number();
    int base = insn.base().number();
    registers.read(state, source);
    registers.read(state, base);
    if (insn.op() == AtomicOp.CMPXCHG) {
      registers.read(state, 0);
      registers.checkLeak(state, 0, "into mem");
    }
    registers.checkLeak(state, source, "into mem");
    checkTarget(state.register(base), base, "stores into");
    int fetched = fetchedInto(insn);
    if (fetched >= 0) {
      registers.checkWritable(fetched);
      state.setRegister(fetched, RegValue.ScalarValue.UNKNOWN);
    }
    int size = insn.size().bytes();
    memory.access(state, Access.atomic(base, insn.offset(), size, false, -1));
    if (fetched >= 0) {
      memory.access(state, Access.atomic(base, insn.offset(), size, false, fetched));
    }
    memory.access(state, Access.atomic(base, insn.offset(), size, true, -1));
  }

  private static int fetchedInto(Insn.Atomic insn) {
    if (insn.op() == AtomicOp.CMPXCHG) {
      return 0;
    }
    return insn.op().fetchesIntoSource() ? insn.reg().number() : -1;
  }

  private static void checkTarget(RegValue base, int register, String how) {
    if (!(base instanceof PointerValue pointer)) {
      return;
    }
    boolean allowed =
        switch (pointer.type()) {
          case CTX, PACKET, PACKET_META, FLOW_KEYS, SOCKET, SOCK_COMMON, TCP_SOCK, XDP_SOCK ->
              false;
          case MAP_PTR,
              MAP_VALUE,
              MAP_KEY,
              STACK,
              PACKET_END,
              TP_BUFFER,
              BTF_ID,
              TRUSTED,
              MEM,
              RINGBUF_MEM,
              FUNC ->
              true;
        };
    if (!allowed) {
      throw Refusal.of(
          Rule.ATOMIC_TARGET,
          "BPF_ATOMIC %s R%d %s is not allowed".formatted(how, register, pointer.typeText()));
    }
  }
}
