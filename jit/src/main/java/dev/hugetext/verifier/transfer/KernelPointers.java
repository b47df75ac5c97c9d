package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.proto.ContextLayout;
import dev.hugetext.bpf.proto.SocketPointers;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import dev.hugetext.verifier.state.PointerType;
import dev.hugetext.verifier.state.RegValue.PointerValue;
import java.util.Optional;

/** Accesses to what the kernel lends: sockets, flow keys, buffers of tracepoints. */
public final class KernelPointers {
  private KernelPointers() {}

  /** The fields behind a pointer to a socket; empty if it is none. */
  public static Optional<ContextLayout> fields(PointerType type) {
    return switch (type) {
      case SOCKET -> Optional.of(SocketPointers.SOCKET);
      case SOCK_COMMON -> Optional.of(SocketPointers.SOCK_COMMON);
      case TCP_SOCK -> Optional.of(SocketPointers.TCP_SOCK);
      case XDP_SOCK -> Optional.of(SocketPointers.XDP_SOCK);
      case CTX,
          MAP_PTR,
          MAP_VALUE,
          MAP_KEY,
          STACK,
          PACKET_META,
          PACKET,
          PACKET_END,
          FLOW_KEYS,
          TP_BUFFER,
          BTF_ID,
          TRUSTED,
          MEM,
          RINGBUF_MEM,
          FUNC ->
          Optional.empty();
    };
  }

  static void checkSocket(Access access, PointerValue pointer) {
    if (access.write()) {
      throw Refusal.of(
          Rule.SOCKET_WRITE,
          "R%d cannot write into %s".formatted(access.register(), pointer.typeText()));
    }
    boolean readable =
        fields(pointer.type())
            .flatMap(layout -> layout.read(access.off(), access.size()))
            .isPresent();
    if (!readable) {
      throw Refusal.of(
          Rule.SOCKET_FIELD,
          "R%d invalid %s access off=%d size=%d"
              .formatted(access.register(), pointer.typeText(), access.off(), access.size()));
    }
  }

  static void checkFlowKeys(int off, int size) {
    if (off < 0 || off + size > SocketPointers.FLOW_KEYS_BYTES) {
      throw Refusal.of(
          Rule.FLOW_KEYS_BOUNDS, "invalid access to flow keys off=%d size=%d".formatted(off, size));
    }
  }

  /** How long the buffer is, is compared when the program is attached. */
  static void checkTracepointBuffer(Access access, PointerValue pointer, int off) {
    if (off < 0) {
      throw Refusal.of(
          Rule.TRACEPOINT_BUFFER,
          "R%d invalid tracepoint buffer access: off=%d, size=%d"
              .formatted(access.register(), off, access.size()));
    }
    if (!pointer.var().isConst() || pointer.var().value() != 0) {
      throw Refusal.of(
          Rule.TRACEPOINT_BUFFER,
          "R%d invalid variable buffer offset: off=%d, var_off=%s"
              .formatted(access.register(), off, pointer.var().bits()));
    }
  }
}
