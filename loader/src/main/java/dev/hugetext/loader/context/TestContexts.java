package dev.hugetext.loader.context;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.ProgramType;
import dev.hugetext.loader.map.KernelHeap;

/** Which kind of context a program type is test-run with. */
public final class TestContexts {
  /** The Ethernet header: every packet has one. */
  static final int ETH_HLEN = 14;

  private TestContexts() {}

  /**
   * Lays out the context of a test run.
   *
   * @param heap where it is put; without room the run is refused with ENOMEM
   */
  public static ContextOutcome prepare(ProgramType type, TestInput input, KernelHeap heap) {
    return switch (type) {
      case XDP -> XdpTestContext.prepare(input, heap);
      case SCHED_CLS -> SkbTestContext.prepare(input, true, heap);
      case SOCKET_FILTER -> SkbTestContext.prepare(input, false, heap);
      default ->
          new ContextOutcome.Refused(
              Errno.ENOTSUPP,
              "programs of type %s cannot be run here; xdp, sched_cls and socket_filter can"
                  .formatted(type.text()));
    };
  }

  static ContextOutcome.Refused invalid(String reason) {
    return new ContextOutcome.Refused(Errno.EINVAL, reason);
  }
}
