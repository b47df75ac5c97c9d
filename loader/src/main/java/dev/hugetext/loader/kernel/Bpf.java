package dev.hugetext.loader.kernel;

import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.RawInsn;
import java.util.List;
import java.util.Locale;

/**
 * bpf(2) of the running Linux.
 *
 * <p>Each method is one system call and needs {@link #available()}; a refusal of the kernel is an
 * {@link Outcome.Refused}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/bpf.2.html">bpf(2)</a>
 */
public final class Bpf {

  private static final int SOCKET_FILTER = 1;

  private Bpf() {}

  /** Loads a trivial program, once, and remembers what came of it. */
  public static Availability available() {
    return Probe.RESULT;
  }

  public static Outcome<KernelMap> createMap(MapSpec spec) {
    return KernelMap.create(spec);
  }

  public static Outcome<KernelProgram> loadProgram(ProgramSpec spec) {
    return ProgramLoad.load(spec);
  }

  public static Outcome<KernelBtf> loadBtf(byte[] btf) {
    return KernelBtf.load(btf);
  }

  /** Asked at first use, so that a host without bpf(2) pays nothing and loads no native handle. */
  private static final class Probe {

    static final Availability RESULT = ask();

    /** {@code r0 = 0; exit}. */
    private static byte[] returnZero() {
      return RawInsn.toBytes(
          List.of(BpfOpcode.MOV64_K.insn(0, 0, 0, 0), BpfOpcode.EXIT.insn(0, 0, 0, 0)));
    }

    private static Availability ask() {
      String system = System.getProperty("os.name", "") + ' ' + System.getProperty("os.arch", "");
      if (!system.toLowerCase(Locale.ROOT).equals("linux amd64")) {
        return new Availability(false, "bpf(2) needs x86-64 Linux, this is " + system);
      }
      return switch (loadProgram(ProgramSpec.of(SOCKET_FILTER, returnZero()))) {
        case Outcome.Done<KernelProgram>(KernelProgram program) -> {
          program.close();
          yield new Availability(true, "");
        }
        case Outcome.Refused<KernelProgram> refused ->
            new Availability(false, "bpf(2) is not allowed here: " + refused.message());
      };
    }
  }
}
