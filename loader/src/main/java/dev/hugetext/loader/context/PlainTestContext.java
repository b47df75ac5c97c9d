package dev.hugetext.loader.context;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.loader.map.KernelHeap;
import java.util.Arrays;

/** A context that the kernel has as user space gives it: the same bytes. */
final class PlainTestContext implements TestContext {
  /** Arguments of a raw tracepoint: at most 12 of 8 bytes. */
  private static final int RAW_TRACEPOINT_BYTES = 12 * Long.BYTES;

  private static final int SYSCALL_BYTES = 65535;

  private final KernelHeap heap;
  private final byte[] given;
  private final long address;

  private PlainTestContext(KernelHeap heap, byte[] given, long address) {
    this.heap = heap;
    this.given = given;
    this.address = address;
  }

  /** Arguments; nothing is handed back. */
  static ContextOutcome rawTracepoint(TestTarget target, TestInput input, KernelHeap heap) {
    if (input.contextWanted()) {
      return TestContexts.invalid("a raw tracepoint hands no context back");
    }
    return prepare(target, input, RAW_TRACEPOINT_BYTES, heap);
  }

  /** What a system call's caller passes by address, and looks at afterwards. */
  static ContextOutcome syscall(TestTarget target, TestInput input, KernelHeap heap) {
    return prepare(target, input, SYSCALL_BYTES, heap);
  }

  private static ContextOutcome prepare(
      TestTarget target, TestInput input, int most, KernelHeap heap) {
    byte[] given = input.context().orElse(new byte[0]);
    if (given.length < target.contextBytes() || given.length > most) {
      return TestContexts.invalid(
          "the context has %d to %d bytes, not %d"
              .formatted(target.contextBytes(), most, given.length));
    }
    long address = heap.allocate(Math.max(given.length, Long.BYTES));
    if (address == 0) {
      return new ContextOutcome.Refused(Errno.ENOMEM, "no memory for the context");
    }
    var context = new PlainTestContext(heap, Arrays.copyOf(given, given.length), address);
    context.reset();
    return new ContextOutcome.Ready(context);
  }

  @Override
  public long address() {
    return address;
  }

  @Override
  public void reset() {
    heap.memory().write(address, given);
  }

  @Override
  public byte[] dataOut() {
    return new byte[0];
  }

  @Override
  public byte[] contextOut() {
    return heap.memory().read(address, given.length);
  }

  @Override
  public void free() {
    heap.free(address);
  }
}
