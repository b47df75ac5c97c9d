package dev.hugetext.selftests.cases;

import dev.hugetext.bpf.isa.AccessMode;
import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.AtomicOp;
import dev.hugetext.bpf.isa.Cond;
import dev.hugetext.bpf.isa.Imm64Kind;
import dev.hugetext.bpf.isa.Insn;
import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.Reg;
import dev.hugetext.bpf.isa.RegWidth;
import dev.hugetext.bpf.isa.Source;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Instructions in a notation close to the kernel's: {@code w1 += 5}, {@code r0 = *(u8 *)(r1 +4)},
 * {@code if r1 > r2 goto +3}, {@code call 7}, {@code call pc+2}, {@code r1 = map 0}, {@code r1 =
 * value 0 +8}, {@code r1 = func pc+5}, {@code lock FETCH_ADD *(u64 *)(r1 +0) r2}, {@code r0 =
 * load_acquire *(u64 *)(r1 +0)}, {@code store_release *(u64 *)(r1 +0) r2}, {@code r0 = *(u16
 * *)skb[12]}, {@code r0 = *(u8 *)skb[r2 +4]}, {@code may_goto +3}, {@code slot OPCODE DST SRC OFF
 * IMM}.
 */
final class InsnText {
  private static final String REG = "([rw])(\\d+)";
  private static final String VALUE = "([rw]\\d+|-?(?:0x)?[0-9a-f]+)";
  private static final String PLACE = "\\*\\(([us])(\\d+) \\*\\)\\(r(\\d+) ([+-]\\d+)\\)";
  private static final Pattern ALU = Pattern.compile(REG + " (\\S*=) " + VALUE);
  private static final Pattern LOAD = Pattern.compile(REG + " = " + PLACE);
  private static final Pattern STORE = Pattern.compile(PLACE + " = " + VALUE);
  private static final Pattern LOCK = Pattern.compile("lock (\\w+) " + PLACE + " r(\\d+)");
  private static final Pattern ACQUIRE = Pattern.compile("r(\\d+) = load_acquire " + PLACE);
  private static final Pattern RELEASE = Pattern.compile("store_release " + PLACE + " r(\\d+)");
  private static final Pattern SKB = Pattern.compile("r0 = \\*\\(u(\\d+) \\*\\)skb\\[(-?\\d+)]");
  private static final Pattern SKB_INDEXED =
      Pattern.compile("r0 = \\*\\(u(\\d+) \\*\\)skb\\[r(\\d+) ([+-]\\d+)]");
  private static final Pattern CALLBACK = Pattern.compile("r(\\d+) = func pc([+-]\\d+)");
  private static final Pattern BRANCH =
      Pattern.compile("if " + REG + " (\\S+) " + VALUE + " goto ([+-]\\d+)");
  private static final Pattern MAP = Pattern.compile("r(\\d+) = map (\\d+)");
  private static final Pattern DIRECT = Pattern.compile("r(\\d+) = value (\\d+) ([+-]\\d+)");
  private static final Pattern WIDE = Pattern.compile("r(\\d+) = (-?(?:0x)?[0-9a-f]+) ll");

  private InsnText() {}

  /** The slots of one instruction. */
  static List<RawInsn> parse(String text) {
    if (text.startsWith("slot ")) {
      return List.of(slot(text));
    }
    return insn(text).encode();
  }

  private static RawInsn slot(String text) {
    int[] fields =
        Arrays.stream(text.substring(5).trim().split(" +", -1)).mapToInt(Integer::decode).toArray();
    return new RawInsn(fields[0], fields[1], fields[2], (short) fields[3], fields[4]);
  }

  private static Insn insn(String text) {
    if (text.equals("exit")) {
      return new Insn.Exit();
    }
    if (text.startsWith("goto ")) {
      return new Insn.Jump(false, Integer.parseInt(text.substring(5)));
    }
    if (text.startsWith("may_goto ")) {
      return new Insn.MayGoto(Short.parseShort(text.substring(9)));
    }
    if (text.startsWith("call pc")) {
      return new Insn.CallBpf(Integer.parseInt(text.substring(7)));
    }
    if (text.startsWith("call ")) {
      return new Insn.CallHelper(Integer.parseInt(text.substring(5)));
    }
    return memory(text);
  }

  private static Insn memory(String text) {
    Matcher load = LOAD.matcher(text);
    if (load.matches()) {
      boolean signed = load.group(3).equals("s");
      return new Insn.Load(
          size(load, 4), signed, AccessMode.MEM, reg(load, 2), reg(load, 5), off(load, 6));
    }
    Matcher store = STORE.matcher(text);
    if (store.matches()) {
      return new Insn.Store(
          size(store, 2), AccessMode.MEM, reg(store, 3), off(store, 4), source(store.group(5)));
    }
    Matcher lock = LOCK.matcher(text);
    if (lock.matches()) {
      return new Insn.Atomic(
          AtomicOp.valueOf(lock.group(1)),
          size(lock, 3),
          AccessMode.MEM,
          reg(lock, 4),
          off(lock, 5),
          reg(lock, 6));
    }
    return ordered(text);
  }

  private static Insn ordered(String text) {
    Matcher acquire = ACQUIRE.matcher(text);
    if (acquire.matches()) {
      return new Insn.Atomic(
          AtomicOp.LOAD_ACQUIRE,
          size(acquire, 3),
          AccessMode.MEM,
          reg(acquire, 1),
          off(acquire, 5),
          reg(acquire, 4));
    }
    Matcher release = RELEASE.matcher(text);
    if (release.matches()) {
      return new Insn.Atomic(
          AtomicOp.STORE_RELEASE,
          size(release, 2),
          AccessMode.MEM,
          reg(release, 3),
          off(release, 4),
          reg(release, 5));
    }
    return legacy(text);
  }

  private static Insn legacy(String text) {
    Matcher skb = SKB.matcher(text);
    if (skb.matches()) {
      return new Insn.LoadAbs(size(skb, 1), Integer.parseInt(skb.group(2)));
    }
    Matcher indexed = SKB_INDEXED.matcher(text);
    if (indexed.matches()) {
      return new Insn.LoadInd(
          size(indexed, 1), reg(indexed, 2), Integer.parseInt(indexed.group(3)));
    }
    return other(text);
  }

  private static Insn other(String text) {
    Matcher branch = BRANCH.matcher(text);
    if (branch.matches()) {
      return new Insn.Branch(
          cond(branch.group(3)),
          width(branch.group(1)),
          reg(branch, 2),
          source(branch.group(4)),
          off(branch, 5));
    }
    Matcher map = MAP.matcher(text);
    if (map.matches()) {
      return new Insn.LoadImm64(Imm64Kind.MAP, reg(map, 1), Integer.parseInt(map.group(2)), 0);
    }
    Matcher callback = CALLBACK.matcher(text);
    if (callback.matches()) {
      int distance = Integer.parseInt(callback.group(2));
      return new Insn.LoadImm64(Imm64Kind.FUNC, reg(callback, 1), distance, 0);
    }
    Matcher direct = DIRECT.matcher(text);
    if (direct.matches()) {
      int offset = Integer.parseInt(direct.group(3));
      return new Insn.LoadImm64(
          Imm64Kind.MAP_VALUE, reg(direct, 1), Integer.parseInt(direct.group(2)), offset);
    }
    Matcher wide = WIDE.matcher(text);
    if (wide.matches()) {
      long value = Long.decode(wide.group(2));
      return new Insn.LoadImm64(Imm64Kind.CONSTANT, reg(wide, 1), (int) value, (int) (value >> 32));
    }
    Matcher alu = ALU.matcher(text);
    if (alu.matches()) {
      return alu(alu);
    }
    throw new IllegalArgumentException("not an instruction: " + text);
  }

  private static Insn alu(Matcher alu) {
    if (alu.group(3).equals("=-")) {
      return new Insn.Neg(width(alu.group(1)), reg(alu, 2));
    }
    for (AluOp op : AluOp.values()) {
      if (op.symbol().equals(alu.group(3))) {
        return new Insn.Alu(op, width(alu.group(1)), reg(alu, 2), source(alu.group(4)));
      }
    }
    throw new IllegalArgumentException("no operation " + alu.group(3));
  }

  private static Cond cond(String symbol) {
    return Arrays.stream(Cond.values())
        .filter(cond -> cond.symbol().equals(symbol))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no comparison " + symbol));
  }

  private static RegWidth width(String prefix) {
    return prefix.equals("w") ? RegWidth.W32 : RegWidth.W64;
  }

  private static Reg reg(Matcher matcher, int group) {
    return Reg.of(Integer.parseInt(matcher.group(group)));
  }

  private static MemSize size(Matcher matcher, int group) {
    return MemSize.ofBytes(Integer.parseInt(matcher.group(group)) / 8);
  }

  private static short off(Matcher matcher, int group) {
    return Short.parseShort(matcher.group(group));
  }

  private static Source source(String text) {
    return text.startsWith("r") || text.startsWith("w")
        ? new Source.FromReg(Reg.of(Integer.parseInt(text.substring(1))))
        : new Source.Imm(Long.decode(text).intValue());
  }
}
