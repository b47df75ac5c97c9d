package dev.hugetext.verifier.transfer;

import static dev.hugetext.verifier.state.PointerType.BTF_ID;
import static dev.hugetext.verifier.state.PointerType.CTX;
import static dev.hugetext.verifier.state.PointerType.FUNC;
import static dev.hugetext.verifier.state.PointerType.MAP_KEY;
import static dev.hugetext.verifier.state.PointerType.MAP_PTR;
import static dev.hugetext.verifier.state.PointerType.MAP_VALUE;
import static dev.hugetext.verifier.state.PointerType.MEM;
import static dev.hugetext.verifier.state.PointerType.PACKET;
import static dev.hugetext.verifier.state.PointerType.PACKET_META;
import static dev.hugetext.verifier.state.PointerType.RINGBUF_MEM;
import static dev.hugetext.verifier.state.PointerType.SOCKET;
import static dev.hugetext.verifier.state.PointerType.SOCK_COMMON;
import static dev.hugetext.verifier.state.PointerType.STACK;
import static dev.hugetext.verifier.state.PointerType.TCP_SOCK;
import static dev.hugetext.verifier.state.PointerType.TRUSTED;
import static dev.hugetext.verifier.state.PointerType.XDP_SOCK;

import dev.hugetext.bpf.proto.ArgKind;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.PointerType;
import dev.hugetext.verifier.state.RegValue;
import dev.hugetext.verifier.state.RegValue.PointerValue;
import dev.hugetext.verifier.state.RegValue.ScalarValue;
import java.util.EnumSet;
import java.util.Set;

/** Which kinds of pointers fit an argument, and the kernel's list of them. */
enum ArgumentTypes {
  NUMBER("scalar"),
  MAP("map_ptr", MAP_PTR),
  CONTEXT("ctx", CTX),
  /** In the order of the kernel's list, which names the kinds of memory for all of them. */
  MEMORY(
      "fp, pkt, pkt_meta, map_key, map_value, mem, ringbuf_mem, buf, trusted_ptr_",
      STACK,
      PACKET,
      PACKET_META,
      MAP_KEY,
      MAP_VALUE,
      MEM,
      RINGBUF_MEM),
  SOCKET_OF_ANY_KIND(
      "sock_common, sock, tcp_sock, xdp_sock", SOCK_COMMON, SOCKET, TCP_SOCK, XDP_SOCK),
  SOCKET_OR_KERNEL_SOCKET(
      "sock_common, sock, tcp_sock, xdp_sock, ptr_, trusted_ptr_",
      SOCK_COMMON,
      SOCKET,
      TCP_SOCK,
      XDP_SOCK),
  RECORD("ringbuf_mem", RINGBUF_MEM),
  LOCKED_VALUE("map_value, ptr_", MAP_VALUE),
  VALUE("map_value", MAP_VALUE),
  CALLBACK("func", FUNC),
  STACK_MEMORY("fp", STACK),
  DYNPTR("fp, dynptr_ptr", STACK),
  /** Any structure of the kernel; which one is wanted is not known without its BTF. */
  KERNEL_STRUCTURE("ptr_, trusted_ptr_, rcu_ptr_", BTF_ID, TRUSTED),
  PER_CPU_VARIABLE("percpu_ptr_, percpu_rcu_ptr_, percpu_trusted_ptr_");

  private final String text;
  private final Set<PointerType> types;

  ArgumentTypes(String text, PointerType... types) {
    this.text = text;
    this.types = EnumSet.noneOf(PointerType.class);
    this.types.addAll(Set.of(types));
  }

  /** What fits a kind of argument. */
  static ArgumentTypes of(ArgKind kind) {
    return switch (kind) {
      case CONST_SIZE, CONST_SIZE_OR_ZERO, CONST_ALLOC_SIZE_OR_ZERO -> NUMBER;
      case CONST_MAP_PTR -> MAP;
      case PTR_TO_CTX, PTR_TO_CTX_OR_NULL -> CONTEXT;
      case PTR_TO_MAP_KEY,
          PTR_TO_MAP_VALUE,
          PTR_TO_MAP_VALUE_OR_NULL,
          PTR_TO_UNINIT_MAP_VALUE,
          PTR_TO_MEM,
          PTR_TO_MEM_OR_NULL,
          PTR_TO_WRITABLE_MEM,
          PTR_TO_UNINIT_MEM,
          PTR_TO_UNINIT_MEM_OR_NULL,
          PTR_TO_FIXED_SIZE_MEM,
          PTR_TO_WRITABLE_FIXED_SIZE_MEM,
          PTR_TO_UNINIT_FIXED_SIZE_MEM ->
          MEMORY;
      case PTR_TO_SOCK_COMMON -> SOCKET_OF_ANY_KIND;
      case PTR_TO_BTF_ID_SOCK_COMMON, RELEASE_BTF_ID_SOCK_COMMON -> SOCKET_OR_KERNEL_SOCKET;
      case RELEASE_RINGBUF_MEM -> RECORD;
      case PTR_TO_SPIN_LOCK, KPTR_XCHG_DEST -> LOCKED_VALUE;
      case PTR_TO_TIMER, PTR_TO_CONST_STR -> VALUE;
      case PTR_TO_FUNC -> CALLBACK;
      case PTR_TO_STACK_OR_NULL -> STACK_MEMORY;
      case RELEASE_DYNPTR, PTR_TO_DYNPTR, PTR_TO_UNINIT_DYNPTR -> DYNPTR;
      case PTR_TO_BTF_ID, PTR_TO_BTF_ID_OR_NULL, RELEASE_BTF_ID_OR_NULL -> KERNEL_STRUCTURE;
      case PTR_TO_PERCPU_BTF_ID -> PER_CPU_VARIABLE;
      case ANYTHING, ZERO -> throw new IllegalArgumentException("anything fits");
    };
  }

  /** Whether any pointer of this type fits, moved or not. */
  static boolean isMemory(PointerType type) {
    return MEMORY.types.contains(type);
  }

  /** Refuses a value that does not fit. */
  void check(int register, RegValue value, boolean nullAllowed) {
    boolean fits =
        switch (value) {
          case ScalarValue ignored -> this == NUMBER;
          case PointerValue pointer ->
              types.contains(pointer.type()) && (!pointer.maybeNull() || nullAllowed);
          case RegValue.NotInit ignored -> false;
        };
    if (!fits) {
      throw mismatch(register, value);
    }
  }

  /** The kernel's message for a value that does not fit. */
  Refusal mismatch(int register, RegValue value) {
    return Refusal.of(
        Rule.ARGUMENT_TYPE, "R%d type=%s expected=%s".formatted(register, value.typeText(), text));
  }
}
