package dev.hugetext.bpf.interp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.hugetext.bpf.GoldenFile;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.RewrittenProgram;
import dev.hugetext.bpf.isa.RewrittenProgram.Function;
import dev.hugetext.bpf.isa.Symbol;
import dev.hugetext.bpf.isa.TrustedOptions;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Random programs return what the kernel returned ({@code runs.py}), rewritten or not. */
class ReferenceInterpreterTest {
  private static final long BASE = 0x10000;
  private static final int SIZE = 0x4000;
  private static final long CONTEXT = BASE;
  private static final long STACK_TOP = BASE + SIZE;
  private static final int CB = 48;
  private static final long FUEL = 100_000;

  /** Calls nothing; tail calls go to a program that was given. */
  private record Outside(Optional<RewrittenProgram> next) implements HelperCalls {
    @Override
    public long call(Symbol target, long r1, long r2, long r3, long r4, long r5) {
      return r1 + r2;
    }

    @Override
    public long address(Symbol symbol) {
      return 0x5000;
    }

    @Override
    public Optional<RewrittenProgram> program(long map, int index) {
      return index == 0 ? next : Optional.empty();
    }
  }

  private static RewrittenProgram program(String hex, TrustedOptions options) {
    return RewrittenProgram.trusted("main", slots(hex), options);
  }

  private static List<RawInsn> slots(String hex) {
    return RawInsn.parse(HexFormat.of().parseHex(hex));
  }

  private static Result run(RewrittenProgram program, byte[] cb, HelperCalls outside) {
    TestMemory memory = new TestMemory(BASE, SIZE);
    memory.bytes().put(CB, cb);
    return new ReferenceInterpreter(memory, outside, STACK_TOP).run(program, CONTEXT, FUEL);
  }

  private static Result run(String hex) {
    return run(program(hex, TrustedOptions.DEFAULT), new byte[0], new Outside(Optional.empty()));
  }

  @Test
  void randomProgramsReturnWhatTheKernelReturned() throws IOException {
    for (String line : GoldenFile.lines("bpf/runs.txt")) {
      String[] words = line.split(" ", -1);
      RewrittenProgram loaded = program(words[0], TrustedOptions.DEFAULT);
      RewrittenProgram rewritten = program(words[1], TrustedOptions.XLATED);
      for (int i = 2; i < words.length; i++) {
        String[] run = words[i].split("=", -1);
        byte[] cb = HexFormat.of().parseHex(run[0]);
        int wanted = Integer.parseUnsignedInt(run[1], 16);
        assertEquals(wanted, result(loaded, cb), () -> "as loaded: " + line);
        assertEquals(wanted, result(rewritten, cb), () -> "rewritten: " + line);
      }
    }
  }

  private static int result(RewrittenProgram program, byte[] cb) {
    Result result = run(program, cb, new Outside(Optional.empty()));
    return (int) assertInstanceOf(Result.Returned.class, result).r0();
  }

  /** Example of RFC 9669, section 4.1: division by zero gives zero, remainder the dividend. */
  @Test
  void divisionByZeroIsDefinedWithoutRewriting() {
    assertEquals(new Result.Returned(0), run("b7000000070000003f200000000000009500000000000000"));
    assertEquals(new Result.Returned(7), run("b7000000070000009f200000000000009500000000000000"));
  }

  @Test
  void anAccessOutsideMemoryFaultsAtItsSlot() {
    assertEquals(
        new Result.Faulted(0, 1, -1), run("b7020000000000007920ffff000000009500000000000000"));
  }

  @Test
  void anEndlessLoopRunsOutOfFuel() {
    assertEquals(new Result.OutOfFuel(), run("0500ffff00000000"));
  }

  /** A helper that calls back a hundred times, whatever comes back. */
  private static final class CallingBack implements HelperCalls {
    private Optional<Callback> callback = Optional.empty();

    @Override
    public void begin(Callback callback) {
      this.callback = Optional.of(callback);
    }

    @Override
    public long call(Symbol target, long r1, long r2, long r3, long r4, long r5) {
      for (int i = 0; i < 100; i++) {
        callback.orElseThrow().call(1, 0, 0, 0, 0);
      }
      return 7;
    }

    @Override
    public long address(Symbol symbol) {
      return 0;
    }
  }

  private static Result runWithCallback(String callback) {
    List<RawInsn> main = slots("85000000010000009500000000000000");
    Function first = new Function("main", main, 0, false, Map.of(0, new Symbol.Helper(1)), 0);
    Function second = new Function("callback", slots(callback), 0, false, Map.of(), 2);
    RewrittenProgram program = RewrittenProgram.trusted(List.of(first, second));
    return run(program, new byte[0], new CallingBack());
  }

  @Test
  void helpersCallBack() {
    assertEquals(new Result.Returned(7), runWithCallback("9500000000000000"));
  }

  @Test
  void anEndlessCallbackRunsOutOfFuel() {
    assertEquals(new Result.OutOfFuel(), runWithCallback("0500ffff00000000"));
  }

  @Test
  void whatIsNoInstructionIsSaid() {
    assertEquals(new Result.Undefined(0, 0, "unknown opcode ff"), run("ff00000000000000"));
    assertEquals(
        new Result.Undefined(0, 0, "not run here: (20) r0 = *(u32 *)skb[8]"),
        run("2000000008000000"));
    assertEquals(new Result.Undefined(0, 1, "outside of the function"), run("b700000000000000"));
  }

  /** A program that tail-calls itself runs 34 times (measured on 6.18): 1 + 33. */
  @Test
  void tailCallsAreLimited() {
    String counting =
        "611030000000000007000000010000006301300000000000b703000000000000f500000000000000"
            + "61103000000000009500000000000000";
    RewrittenProgram itself = program(counting, TrustedOptions.DEFAULT);
    assertEquals(
        new Result.Returned(34), run(itself, new byte[20], new Outside(Optional.of(itself))));
  }

  @Test
  void helpersGetTheirArguments() {
    assertEquals(
        new Result.Returned(12),
        run("b701000005000000b70200000700000085000000010000009500000000000000"));
  }
}
