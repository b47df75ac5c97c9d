package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.proto.ContextField;
import dev.hugetext.bpf.proto.ContextLayout;
import dev.hugetext.bpf.proto.Contexts;
import dev.hugetext.bpf.proto.LoadedKind;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.MachineState;
import dev.hugetext.verifier.state.PointerType;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.PointerValue;
import java.util.Optional;

/** Accesses to the context: only its fields, in the widths the program type allows. */
final class ContextTransfer {
  private final Optional<ContextLayout> layout;
  private final Exploration exploration;
  private final Registers registers;

  ContextTransfer(Exploration exploration, Registers registers, BpfProgram program) {
    this.exploration = exploration;
    this.registers = registers;
    this.layout = Contexts.of(program.type(), program.attach());
  }

  void access(MachineState state, Access access, PointerValue pointer) {
    if (access.write() && access.value() >= 0) {
      registers.checkLeak(state, access.value(), "into ctx");
    }
    checkUnmodified(access.register(), pointer);
    Optional<ContextField> field = field(access).filter(found -> mayExtend(access, found));
    if (field.isEmpty()) {
      throw Refusal.of(
          Rule.CONTEXT_FIELD,
          "invalid bpf_context access off=%d size=%d".formatted(access.off(), access.size()));
    }
    if (access.loads()) {
      state.setRegister(access.value(), loaded(field.get()));
    }
  }

  /** A pointer that was sign-extended would be none. */
  private static boolean mayExtend(Access access, ContextField field) {
    return access.form() != Access.Form.LOAD_SIGNED || field.loads() == LoadedKind.SCALAR;
  }

  private Optional<ContextField> field(Access access) {
    return layout.flatMap(fields ->
        access.write()
            ? fields.write(access.off(), access.size())
            : fields.read(access.off(), access.size()));
  }

  /** The pointer is as it was given: no offset, constant or variable. */
  static void checkUnmodified(int register, PointerValue pointer) {
    String text = pointer.typeText();
    if (pointer.off() < 0) {
      throw Refusal.of(
          Rule.CONTEXT_POINTER,
          "negative offset %s ptr R%d off=%d disallowed".formatted(text, register, pointer.off()));
    }
    if (pointer.off() > 0) {
      throw Refusal.of(
          Rule.CONTEXT_POINTER,
          "dereference of modified %s ptr R%d off=%d disallowed"
              .formatted(text, register, pointer.off()));
    }
    if (!pointer.var().isZero()) {
      throw Refusal.of(
          Rule.CONTEXT_POINTER,
          "variable %s access var_off=%s disallowed".formatted(text, pointer.var().bits()));
    }
  }

  private RegValue loaded(ContextField field) {
    return switch (field.loads()) {
      case SCALAR -> RegValue.ScalarValue.UNKNOWN;
      case PACKET -> PointerValue.to(PointerType.PACKET);
      case PACKET_END -> PointerValue.to(PointerType.PACKET_END);
      case PACKET_META -> PointerValue.to(PointerType.PACKET_META);
      case SOCKET -> PointerValue.to(PointerType.SOCKET);
      case SOCKET_OR_NULL -> PointerValue.to(PointerType.SOCKET).orNull(exploration.freshId());
      case SOCK_COMMON_OR_NULL ->
          PointerValue.to(PointerType.SOCK_COMMON).orNull(exploration.freshId());
      case FLOW_KEYS -> PointerValue.to(PointerType.FLOW_KEYS);
      case TP_BUFFER -> PointerValue.to(PointerType.TP_BUFFER);
      case NF_HOOK_STATE, SK_BUFF -> PointerValue.to(PointerType.TRUSTED);
    };
  }
}
