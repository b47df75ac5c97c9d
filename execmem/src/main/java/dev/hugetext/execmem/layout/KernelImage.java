package dev.hugetext.execmem.layout;

import com.google.common.collect.ImmutableRangeMap;
import dev.hugetext.x86.insn.Gpr;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The static text of an emulated kernel: named functions with real machine code, scattered over a
 * text of realistic size that otherwise holds {@code int3}.
 *
 * <p>An immutable value for one {@link KernelLayout}. Where a function lies depends on the layout's
 * seed and its name; the thunks lie near the end of text.
 *
 * @see ImageBuilder
 */
public final class KernelImage {
  /** What every {@code ret} of the kernel jumps to. */
  public static final String RETURN_THUNK = "__x86_return_thunk";

  /** What {@code call} immediates of eBPF are relative to; as a function it returns 0. */
  public static final String BPF_CALL_BASE = "__bpf_call_base";

  /** What runs a program where no dispatcher is attached: a jump to what RDX holds. */
  public static final String DISPATCHER_NOP = "bpf_dispatcher_nop_func";

  /** Where a run begins: calls the program in RDX (context in RDI) through its thunk. */
  public static final String RUN_ENTRY = "bpf_test_run_entry";

  /** Where a run ends: what {@link #RUN_ENTRY} returns to. */
  public static final String RUN_EXIT = "bpf_test_run_exit";

  private final KernelLayout layout;
  private final AddressRange text;
  private final Map<String, Symbol> byName;
  private final ImmutableRangeMap<Long, Symbol> byAddress;
  private final List<Placed> functions;

  /**
   * A named range of text.
   *
   * @param address first byte
   * @param size bytes, at least 1
   */
  public record Symbol(String name, long address, int size) {
    /** First byte after it. */
    public long end() {
      return address + size;
    }
  }

  /** Machine code at its place. */
  record Placed(long address, byte[] code) {}

  /** What one function's bytes are handed to. */
  @FunctionalInterface
  public interface Writer {
    void write(long address, byte[] code);
  }

  KernelImage(
      KernelLayout layout,
      AddressRange text,
      Map<String, Symbol> byName,
      ImmutableRangeMap<Long, Symbol> byAddress,
      List<Placed> functions) {
    this.layout = layout;
    this.text = text;
    this.byName = byName;
    this.byAddress = byAddress;
    this.functions = functions;
  }

  /** Begins an image for {@code layout}; what a run needs is in it already. */
  public static ImageBuilder builder(KernelLayout layout) {
    return new ImageBuilder(layout);
  }

  /** An image with these functions besides what a run needs. */
  public static KernelImage withFunctions(KernelLayout layout, List<String> names) {
    ImageBuilder builder = builder(layout);
    names.forEach(builder::function);
    return builder.build();
  }

  /** The name of the indirect thunk for a register, e.g. {@code __x86_indirect_thunk_rax}. */
  public static String indirectThunk(Gpr register) {
    return "__x86_indirect_thunk_" + register.name().toLowerCase(Locale.ROOT);
  }

  /** The layout it was placed for. */
  public KernelLayout layout() {
    return layout;
  }

  /** {@code [_text, _etext)}. */
  public AddressRange text() {
    return text;
  }

  /**
   * The address of a function.
   *
   * @throws IllegalArgumentException if the image has no such function
   */
  public long address(String name) {
    Symbol symbol = byName.get(name);
    if (symbol == null) {
      throw new IllegalArgumentException("no such kernel symbol: " + name);
    }
    return symbol.address();
  }

  /** The symbol of this name, or empty. */
  public Optional<Symbol> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The symbol whose range contains {@code address}, or empty. */
  public Optional<Symbol> symbolAt(long address) {
    return Optional.ofNullable(byAddress.get(address));
  }

  /** All symbols by rising address. */
  public List<Symbol> symbols() {
    return List.copyOf(byAddress.asMapOfRanges().values());
  }

  /** Hands out the bytes of every function; whatever lies between is {@code int3}. */
  public void writeTo(Writer writer) {
    for (Placed function : functions) {
      writer.write(function.address(), function.code().clone());
    }
  }
}
