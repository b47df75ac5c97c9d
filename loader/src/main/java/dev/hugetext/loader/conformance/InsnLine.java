package dev.hugetext.loader.conformance;

import dev.hugetext.bpf.isa.AccessMode;
import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.AtomicOp;
import dev.hugetext.bpf.isa.Cond;
import dev.hugetext.bpf.isa.Imm64Kind;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.isa.RegWidth;
import dev.hugetext.bpf.isa.Source;
import dev.hugetext.bpf.isa.SwapOp;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line of assembly: a mnemonic and operands between commas or spaces. */
final class InsnLine {
  private static final Pattern MEMORY = Pattern.compile("\\[%r(\\d+)(?:([+-])(\\w+))?]");
  private static final Pattern SIGN_EXTENSION = Pattern.compile("movsx(8|16|32)(32|64)");
  private static final Pattern SWAP = Pattern.compile("(be|le|swap|bswap)(16|32|64)");
  private static final Pattern ACCESS = Pattern.compile("(ldx|ldxs|stx|st)(b|h|w|dw)");

  private final String text;
  private final String mnemonic;
  private final List<String> operands;

  InsnLine(String text) {
    this.text = text;
    String[] words = text.split("[\\s,]+");
    mnemonic = words[0];
    operands = List.of(words).subList(1, words.length);
  }

  @Override
  public String toString() {
    return text;
  }

  int slots() {
    return mnemonic.equals("lddw") ? 2 : 1;
  }

  /**
   * The instruction.
   *
   * @param distances to labels, in slots from the next instruction
   */
  Insn insn(ToIntFunction<String> distances) {
    Matcher access = ACCESS.matcher(mnemonic);
    Matcher swap = SWAP.matcher(mnemonic);
    Matcher signed = SIGN_EXTENSION.matcher(mnemonic);
    if (access.matches()) {
      return access(access.group(1), size(access.group(2)));
    }
    if (swap.matches()) {
      SwapOp op =
          SwapOp.valueOf(swap.group(1).replaceFirst("^b?swap$", "bswap").toUpperCase(Locale.ROOT));
      return new Insn.Swap(op, MemSize.ofBytes(Integer.parseInt(swap.group(2)) / 8), register(0));
    }
    if (signed.matches()) {
      MemSize from = MemSize.ofBytes(Integer.parseInt(signed.group(1)) / 8);
      return new Insn.MoveSigned(width(signed.group(2)), from, register(0), register(1));
    }
    return switch (mnemonic) {
      case "lddw" -> constant();
      case "lock" -> atomic();
      case "exit" -> new Insn.Exit();
      case "ja", "ja32" -> new Insn.Jump(mnemonic.equals("ja32"), target(operand(0), distances));
      case "call" -> call(distances);
      default -> computation(distances);
    };
  }

  private Insn constant() {
    String number = operand(1);
    long value = number.startsWith("-") ? Long.parseLong(number) : VectorReader.number(number);
    return new Insn.LoadImm64(Imm64Kind.CONSTANT, register(0), (int) value, (int) (value >> 32));
  }

  /** Arithmetic, or a conditional jump; either may end in the width. */
  private Insn computation(ToIntFunction<String> distances) {
    boolean narrow = mnemonic.endsWith("32");
    RegWidth width = narrow ? RegWidth.W32 : RegWidth.W64;
    String name = mnemonic.replaceFirst("(32|64)$", "").toUpperCase(Locale.ROOT);
    if (name.equals("NEG")) {
      return new Insn.Neg(width, register(0));
    }
    Optional<AluOp> op = named(AluOp.values(), name);
    if (op.isPresent()) {
      return new Insn.Alu(op.get(), width, register(0), source(1));
    }
    Cond cond =
        named(Cond.values(), name)
            .orElseThrow(() -> new IllegalArgumentException("no mnemonic '" + mnemonic + "'"));
    short offset = shorter(target(operand(2), distances));
    return new Insn.Branch(cond, width, register(0), source(1), offset);
  }

  private static <E extends Enum<E>> Optional<E> named(E[] values, String name) {
    return Arrays.stream(values).filter(value -> value.name().equals(name)).findFirst();
  }

  private Insn access(String kind, MemSize size) {
    boolean load = kind.startsWith("ldx");
    Matcher memory = memory(operand(load ? 1 : 0));
    return load
        ? new Insn.Load(
            size, kind.equals("ldxs"), AccessMode.MEM, register(0), base(memory), offset(memory))
        : new Insn.Store(size, AccessMode.MEM, base(memory), offset(memory), source(1));
  }

  /** {@code lock [fetch] OP[32] MEMORY, REGISTER}. */
  private Insn atomic() {
    boolean fetch = operand(0).equals("fetch");
    String name = operand(fetch ? 1 : 0);
    MemSize size = name.endsWith("32") ? MemSize.W : MemSize.DW;
    String bare = name.replaceFirst("32$", "").toUpperCase(Locale.ROOT);
    AtomicOp op =
        named(AtomicOp.values(), fetch ? "FETCH_" + bare : bare)
            .orElseThrow(
                () -> new IllegalArgumentException("no atomic operation '%s'".formatted(name)));
    Matcher memory = memory(operand(fetch ? 2 : 1));
    return new Insn.Atomic(
        op, size, AccessMode.MEM, base(memory), offset(memory), register(fetch ? 3 : 2));
  }

  /** Of a helper unless {@code local} or {@code runtime} says otherwise. */
  private Insn call(ToIntFunction<String> distances) {
    String kind = operands.size() == 1 ? "helper" : operand(0);
    String what = operands.getLast();
    return switch (kind) {
      case "helper" ->
          what.startsWith("%")
              ? new Insn.CallRegister(register(operands.size() - 1))
              : new Insn.CallHelper(immediate(what));
      case "local" -> new Insn.CallBpf(target(what, distances));
      case "runtime" -> new Insn.CallKfunc(immediate(what), (short) 0);
      default -> throw new IllegalArgumentException("no kind of call '%s'".formatted(kind));
    };
  }

  private static int target(String what, ToIntFunction<String> distances) {
    boolean number = what.startsWith("+") || what.startsWith("-");
    return number ? immediate(what.replaceFirst("^\\+", "")) : distances.applyAsInt(what);
  }

  private String operand(int index) {
    if (index >= operands.size()) {
      throw new IllegalArgumentException("too few operands");
    }
    return operands.get(index);
  }

  private Reg register(int index) {
    String name = operand(index);
    if (!name.startsWith("%r")) {
      throw new IllegalArgumentException("no register '%s'".formatted(name));
    }
    return Reg.of(Integer.parseInt(name.substring(2)));
  }

  private Source source(int index) {
    String operand = operand(index);
    return operand.startsWith("%")
        ? new Source.FromReg(register(index))
        : new Source.Imm(immediate(operand));
  }

  /** 32 bits; hexadecimal ones are bits, decimal ones a signed number. */
  private static int immediate(String number) {
    return number.startsWith("0x")
        ? Integer.parseUnsignedInt(number, 2, number.length(), 16)
        : Integer.parseInt(number);
  }

  private static Matcher memory(String operand) {
    Matcher memory = MEMORY.matcher(operand);
    if (!memory.matches()) {
      throw new IllegalArgumentException("no memory operand '%s'".formatted(operand));
    }
    return memory;
  }

  private static Reg base(Matcher memory) {
    return Reg.of(Integer.parseInt(memory.group(1)));
  }

  private static short offset(Matcher memory) {
    if (memory.group(3) == null) {
      return 0;
    }
    int offset = immediate(memory.group(3));
    return shorter(memory.group(2).equals("-") ? -offset : offset);
  }

  private static short shorter(int value) {
    if (value != (short) value) {
      throw new IllegalArgumentException("%d has over 16 bits".formatted(value));
    }
    return (short) value;
  }

  private static RegWidth width(String bits) {
    return bits.equals("32") ? RegWidth.W32 : RegWidth.W64;
  }

  private static MemSize size(String suffix) {
    return switch (suffix) {
      case "b" -> MemSize.B;
      case "h" -> MemSize.H;
      case "w" -> MemSize.W;
      default -> MemSize.DW;
    };
  }
}
