package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.isa.AtomicOp;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.PointerValue;

/** Atomic read-modify-write operations: a read, perhaps into a register, and a write. */
final class AtomicTransfer {
  private final Registers registers;
  private final MemoryTransfer memory;

  AtomicTransfer(Registers registers, MemoryTransfer memory) {
    this.registers = registers;
    this.memory = memory;
  }

  void apply(MachineState state, int pc, Insn.Atomic insn) {
    switch (insn.op()) {
      case LOAD_ACQUIRE, STORE_RELEASE -> throw unsupported(pc, insn);
      case ADD, OR, AND, XOR, FETCH_ADD, FETCH_OR, FETCH_AND, FETCH_XOR, XCHG, CMPXCHG ->
          readModifyWrite(state, insn);
    }
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
    checkTarget(state, base);
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

  private static void checkTarget(MachineState state, int base) {
    if (!(state.register(base) instanceof PointerValue pointer)) {
      return;
    }
    boolean allowed =
        switch (pointer.type()) {
          case CTX, PACKET, PACKET_META, FLOW_KEYS, SOCKET, SOCK_COMMON, TCP_SOCK, XDP_SOCK ->
              false;
          case MAP_PTR, MAP_VALUE, MAP_KEY, STACK, PACKET_END, BTF_ID, MEM, FUNC -> true;
        };
    if (!allowed) {
      throw Refusal.of(
          Rule.ATOMIC_TARGET,
          "BPF_ATOMIC stores into R%d %s is not allowed".formatted(base, pointer.typeText()));
    }
  }

  private static Refusal unsupported(int pc, Insn.Atomic insn) {
    return Refusal.of(Rule.UNSUPPORTED, "%s at %d is not supported yet".formatted(insn.op(), pc));
  }
}
