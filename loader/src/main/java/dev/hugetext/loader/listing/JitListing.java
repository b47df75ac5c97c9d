package dev.hugetext.loader.listing;

import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.jit.JitFunction;
import dev.hugetext.jit.JitImage;
import dev.hugetext.jit.Relocation;
import dev.hugetext.jit.Symbols;
import dev.hugetext.x86.decode.Decoded;
import dev.hugetext.x86.decode.Decoder;
import dev.hugetext.x86.disasm.Listing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Machine code of a compiled function as text, the way {@code bpftool prog dump jited} shows it.
 */
public final class JitListing {

  private final JitFunction function;
  private final SymbolText names;
  private final Map<Integer, Relocation> relocations;
  private final Decoder decoder = new Decoder();

  private JitListing(JitImage image, JitFunction function) {
    this.function = function;
    this.names = new SymbolText(image);
    this.relocations =
        function.relocations().stream()
            .collect(Collectors.toMap(Relocation::offset, relocation -> relocation));
  }

  /**
   * One machine instruction.
   *
   * @param offset in the function, in bytes
   * @param slot the eBPF slot that it was made of; -1 in the prologue
   * @param bytes its bytes
   * @param text in AT&amp;T syntax; jumps inside the function lead to offsets, addresses outside
   *     are followed by their symbol's name in angle brackets
   */
  public record Line(int offset, int slot, byte[] bytes, String text) {

    /** As bpftool prints it: offset in hexadecimal, tab, text. */
    @Override
    public String toString() {
      return "%4x:\t%s".formatted(offset, text);
    }

    /** The bytes as {@code bpftool … opcodes} prints them below an instruction. */
    public String opcodes() {
      return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }
  }

  /**
   * Lists a function of {@code image}.
   *
   * @param index of the function
   * @param address where it is placed
   */
  public static List<Line> of(JitImage image, int index, long address, Symbols symbols) {
    JitFunction function = image.functions().get(index);
    return new JitListing(image, function).lines(function.at(address, symbols), address);
  }

  /**
   * Lists a function that is not placed: addresses are printed as if everything lay at 0.
   *
   * @param index of the function
   */
  public static List<Line> of(JitImage image, int index) {
    JitFunction function = image.functions().get(index);
    return new JitListing(image, function).lines(function.code(), 0);
  }

  private List<Line> lines(byte[] code, long address) {
    List<Line> lines = new ArrayList<>();
    int slot = -1;
    for (int at = 0; at < code.length; at += lines.getLast().bytes().length) {
      while (slot + 1 < function.slots() && function.offsetOfSlot(slot + 1) <= at) {
        slot++;
      }
      lines.add(line(code, at, slot, address));
    }
    return lines;
  }

  private Line line(byte[] code, int at, int slot, long address) {
    return switch (decoder.decode(code, at, code.length)) {
      case Decoded.Ok(var insn) -> {
        int end = at + insn.length();
        Relocation relocation = relocationIn(at, end);
        String text =
            relocation == null
                ? Listing.line(insn, at)
                : named(Listing.line(insn, address + at), relocation.symbol());
        yield new Line(at, slot, Arrays.copyOfRange(code, at, end), text);
      }
      case Decoded.Invalid _ -> new Line(at, slot, new byte[] {code[at]}, "(bad)");
    };
  }

  private @Nullable Relocation relocationIn(int from, int to) {
    for (int offset = from; offset < to; offset++) {
      Relocation relocation = relocations.get(offset);
      if (relocation != null) {
        return relocation;
      }
    }
    return null;
  }

  private String named(String text, Symbol symbol) {
    return "%s <%s>".formatted(text, names.of(symbol));
  }
}
