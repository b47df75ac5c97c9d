package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.Source;
import dev.hugetext.bpf.proto.ProgramType.PacketAccess;
import dev.hugetext.verifier.domain.Scalar;
import dev.hugetext.verifier.domain.ScalarAlu;
import dev.hugetext.verifier.domain.Tnum;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.PointerType;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.NotInit;
import dev.hugetext.verifier.state.RegValue.PointerValue;
import dev.hugetext.verifier.state.RegValue.ScalarValue;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Loads and stores: alignment first, then what the kind of memory wants. */
final class MemoryTransfer {
  private static final int NET_IP_ALIGN = 2;

  private final ProgramFacts facts;
  private final Registers registers;
  private final Regions regions;
  private final StackTransfer stack;
  private final ContextTransfer context;
  private final PointerTypeRecord pointerTypes;

  MemoryTransfer(ProgramFacts facts, Exploration exploration, Registers registers) {
    this.facts = facts;
    this.registers = registers;
    this.regions = new Regions(facts);
    this.stack = new StackTransfer(exploration, facts.environment());
    this.context = new ContextTransfer(exploration, registers, facts.program());
    this.pointerTypes = new PointerTypeRecord(facts.size());
  }

  Regions regions() {
    return regions;
  }

  StackBounds stackBounds() {
    return stack.bounds();
  }

  /** Which kind of pointer each instruction was found to access through. */
  PointerTypeRecord pointerTypes() {
    return pointerTypes;
  }

  void load(MachineState state, int pc, Insn.Load insn) {
    int base = insn.base().number();
    int dst = insn.dst().number();
    RegValue pointer = registers.read(state, base);
    registers.checkWritable(dst);
    access(state, Access.load(base, insn.offset(), insn.size().bytes(), insn.signed(), dst));
    pointerTypes.note(pc, pointer);
  }

  void store(MachineState state, int pc, Insn.Store insn) {
    int base = insn.base().number();
    int size = insn.size().bytes();
    Access access =
        switch (insn.source()) {
          case Source.FromReg(var reg) -> {
            registers.read(state, reg.number());
            yield Access.store(base, insn.offset(), size, reg.number());
          }
          case Source.Imm(int imm) -> Access.storeConstant(base, insn.offset(), size, imm);
        };
    RegValue pointer = registers.read(state, base);
    access(state, access);
    pointerTypes.note(pc, pointer);
  }

  /** One access; a load that is not of 8 bytes is extended afterwards. */
  void access(MachineState state, Access access) {
    RegValue base = state.register(access.register());
    checkAlignment(base, access);
    switch (base) {
      case PointerValue pointer -> {
        if (pointer.maybeNull()) {
          throw invalid(access.register(), base);
        }
        through(state, access, pointer);
      }
      case ScalarValue scalar -> throw invalid(access.register(), scalar);
      case NotInit none -> throw invalid(access.register(), none);
    }
    if (access.loads()
        && access.size() < 8
        && state.register(access.value()) instanceof ScalarValue loaded) {
      Scalar number =
          access.form() == Access.Form.LOAD_SIGNED
              ? ScalarAlu.signExtend64(loaded.number(), access.size())
              : ScalarAlu.truncate(loaded.number(), access.size());
      state.setRegister(access.value(), loaded.withNumber(number.orUnboundedIfContradiction()));
    }
  }

  private static Refusal invalid(int register, RegValue value) {
    return Refusal.of(
        Rule.MEMORY_TYPE, "R%d invalid mem access '%s'".formatted(register, value.typeText()));
  }

  private void through(MachineState state, Access access, PointerValue pointer) {
    int off = access.off() + pointer.off();
    Regions.Stretch stretch =
        new Regions.Stretch(access.register(), pointer, off, access.size(), false);
    switch (pointer.type()) {
      case STACK -> stack.access(state, access, pointer, off);
      case CTX -> context.access(state, access, pointer);
      case MAP_VALUE -> {
        checkLeak(state, access, "into map");
        regions.checkMapValue(stretch, access.write());
        setLoaded(state, access, mapValue(access, pointer, off));
      }
      case PACKET, PACKET_META -> {
        checkPacketWrite(state, access);
        regions.checkPacket(stretch);
        setLoaded(state, access, RegValue.ScalarValue.UNKNOWN);
      }
      case MEM, RINGBUF_MEM -> {
        checkLeak(state, access, "into mem");
        regions.checkRegion(stretch, pointer.bytes());
        setLoaded(state, access, RegValue.ScalarValue.UNKNOWN);
      }
      case MAP_KEY -> {
        checkKeyRead(access);
        regions.checkRegion(stretch, facts.map(pointer.map()).keySize());
        setLoaded(state, access, RegValue.ScalarValue.UNKNOWN);
      }
      case SOCKET, SOCK_COMMON, TCP_SOCK, XDP_SOCK -> {
        KernelPointers.checkSocket(access, pointer);
        setLoaded(state, access, RegValue.ScalarValue.UNKNOWN);
      }
      case FLOW_KEYS -> {
        checkLeak(state, access, "into flow keys");
        KernelPointers.checkFlowKeys(off, access.size());
        setLoaded(state, access, RegValue.ScalarValue.UNKNOWN);
      }
      case TP_BUFFER -> {
        KernelPointers.checkTracepointBuffer(access, pointer, off);
        setLoaded(state, access, RegValue.ScalarValue.UNKNOWN);
      }
      case BTF_ID, TRUSTED ->
          throw Refusal.of(
              Rule.UNSUPPORTED, "reading the kernel's structures is not supported yet");
      case MAP_PTR, PACKET_END, FUNC -> throw invalid(access.register(), pointer);
    }
  }

  private static void checkKeyRead(Access access) {
    if (access.write()) {
      throw Refusal.of(
          Rule.MAP_KEY_WRITE, "write to change key R%d not allowed".formatted(access.register()));
    }
  }

  /** The pointer in a register is aligned to {@code size}, whatever it points to. */
  void checkAligned(MachineState state, int register, int size) {
    checkAlignment(
        state.register(register), Access.load(register, 0, size, false, -1).strictlyAligned());
  }

  private void checkLeak(MachineState state, Access access, String where) {
    if (access.write() && access.value() >= 0) {
      registers.checkLeak(state, access.value(), where);
    }
  }

  private void checkPacketWrite(MachineState state, Access access) {
    checkLeak(state, access, "into packet");
    if (access.write()) {
      checkPacketWrite();
    }
  }

  /** Programs of this type may write packets, and this one does. */
  void checkPacketWrite() {
    if (facts.program().type().packets() != PacketAccess.WRITE) {
      throw Refusal.of(Rule.PACKET_WRITE, "cannot write into packet");
    }
    pointerTypes.notePacketWrite();
  }

  private static void setLoaded(MachineState state, Access access, RegValue value) {
    if (access.loads()) {
      state.setRegister(access.value(), value);
    }
  }

  private RegValue mapValue(Access access, PointerValue pointer, int off) {
    if (!access.loads() || !pointer.var().isConst() || !facts.isConstant(pointer.map())) {
      return RegValue.ScalarValue.UNKNOWN;
    }
    OptionalLong constant =
        FrozenValue.read(
            facts.map(pointer.map()), off + (int) pointer.var().value(), access.size());
    return constant.isPresent()
        ? RegValue.ScalarValue.UNKNOWN.withNumber(Scalar.of(constant.getAsLong()))
        : RegValue.ScalarValue.UNKNOWN;
  }

  /** Only the stack and atomic operations want alignment on x86-64. */
  private static void checkAlignment(RegValue base, Access access) {
    PointerValue pointer = base instanceof PointerValue p ? p : null;
    boolean onStack = pointer != null && pointer.type() == PointerType.STACK;
    if (access.size() == 1 || !(onStack || access.aligned())) {
      return;
    }
    boolean inPacket = pointer != null && pointer.type().isPacket();
    int off = pointer == null ? 0 : pointer.off();
    Tnum var =
        switch (base) {
          case PointerValue p -> p.var().bits();
          case ScalarValue s -> s.number().bits();
          case NotInit ignored -> Tnum.ZERO;
        };
    int total = off + access.off() + (inPacket ? NET_IP_ALIGN : 0);
    if (var.add(Tnum.of(total)).isAligned(access.size())) {
      return;
    }
    String text = var.isConst() ? "%d".formatted(var.value()) : var.toString();
    throw Refusal.of(
        Rule.ALIGNMENT,
        inPacket
            ? "misaligned packet access off %d+%s+%d+%d size %d"
                .formatted(NET_IP_ALIGN, text, off, access.off(), access.size())
            : "misaligned %saccess off %s+%d+%d size %d"
                .formatted(kindText(pointer), text, off, access.off(), access.size()));
  }

  /** The kernel's words for kinds of memory, which differ from those of pointers here. */
  private static String kindText(@Nullable PointerValue pointer) {
    return pointer == null
        ? ""
        : switch (pointer.type()) {
          case CTX -> "context ";
          case MAP_VALUE -> "value ";
          case MAP_KEY -> "key ";
          case STACK -> "stack ";
          case FLOW_KEYS -> "flow keys ";
          case SOCKET -> "sock ";
          case SOCK_COMMON -> "sock_common ";
          case TCP_SOCK -> "tcp_sock ";
          case XDP_SOCK -> "xdp_sock ";
          case MAP_PTR,
              PACKET_META,
              PACKET,
              PACKET_END,
              TP_BUFFER,
              BTF_ID,
              TRUSTED,
              MEM,
              RINGBUF_MEM,
              FUNC ->
              "";
        };
  }
}
