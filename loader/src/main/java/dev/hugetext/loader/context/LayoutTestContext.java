package dev.hugetext.loader.context;

import dev.hugetext.bpf.proto.ContextField;
import dev.hugetext.bpf.proto.ContextLayout;
import dev.hugetext.bpf.proto.Contexts;
import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.LoadedKind;
import dev.hugetext.loader.map.KernelHeap;
import java.util.Optional;

/**
 * A context built from its layout alone: what user space gives for a field is put where the program
 * will look for it, behind however many pointers; what it wrote is read back from there.
 *
 * <p>For types that Linux does not test-run: our extension.
 */
final class LayoutTestContext implements TestContext {
  private final KernelStructures structures;
  private final ContextLayout layout;
  private final byte[] visible;
  private final byte[] given;

  private LayoutTestContext(
      KernelStructures structures, ContextLayout layout, byte[] visible, byte[] given) {
    this.structures = structures;
    this.layout = layout;
    this.visible = visible;
    this.given = given;
  }

  /** With the context that the input has; zeros where it has none. */
  static ContextOutcome prepare(TestTarget target, TestInput input, KernelHeap heap) {
    byte[] given = input.context().orElse(new byte[0]);
    return prepare(target, input, given, given, heap);
  }

  /**
   * With a context that was looked at.
   *
   * @param visible the fields' values
   * @param given what is handed back, but for what the program wrote
   */
  static ContextOutcome prepare(
      TestTarget target, TestInput input, byte[] visible, byte[] given, KernelHeap heap) {
    Optional<ContextLayout> layout = Contexts.of(target.type(), target.attach());
    if (layout.isEmpty()) {
      return new ContextOutcome.Refused(
          Errno.ENOTSUPP,
          "what %s programs of this attach type see is not known here"
              .formatted(target.type().text()));
    }
    int size = (size(layout.get()) + Long.BYTES - 1) & -Long.BYTES;
    if (UserContext.overflows(input.context().orElse(new byte[0]), size)) {
      return new ContextOutcome.Refused(
          Errno.E2BIG,
          "the context is larger than struct %s, %d bytes".formatted(layout.get().struct(), size));
    }
    Optional<KernelStructures> structures = KernelStructures.of(layout.get(), heap);
    if (structures.isEmpty()) {
      return new ContextOutcome.Refused(Errno.ENOMEM, "no memory for the context");
    }
    var context =
        new LayoutTestContext(
            structures.get(),
            layout.get(),
            new UserContext(visible, size).toBytes(),
            new UserContext(given, size).toBytes());
    context.reset();
    return new ContextOutcome.Ready(context);
  }

  private static int size(ContextLayout layout) {
    return layout.fields().stream()
        .mapToInt(field -> field.offset() + field.size())
        .max()
        .orElse(0);
  }

  @Override
  public long address() {
    return structures.address();
  }

  @Override
  public void reset() {
    structures.clear();
    for (ContextField field : layout.fields()) {
      if (field.loads() == LoadedKind.SCALAR) {
        structures.store(field, visible);
      }
    }
  }

  @Override
  public byte[] dataOut() {
    return new byte[0];
  }

  @Override
  public byte[] contextOut() {
    byte[] out = given.clone();
    for (ContextField field : layout.fields()) {
      if (field.writes() != 0) {
        structures.load(field, out);
      }
    }
    return out;
  }

  @Override
  public void free() {
    structures.free();
  }
}
