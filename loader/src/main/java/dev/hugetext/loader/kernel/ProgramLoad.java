package dev.hugetext.loader.kernel;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** PROG_LOAD, with a log buffer as long as the log turns out to be. */
final class ProgramLoad {

  private static final int FIRST_LOG_BYTES = 1 << 18;

  /** The kernel's own bound of a log: {@code UINT_MAX >> 2}. */
  private static final int MAX_LOG_BYTES = (1 << 30) - 1;

  private static final int LOG_TRUE_SIZE = 140;

  private ProgramLoad() {}

  static Outcome<KernelProgram> load(ProgramSpec spec) {
    int room = FIRST_LOG_BYTES;
    while (true) {
      try (Attr attr = new Attr()) {
        MemorySegment log = attr.buffer(spec.logLevel() == 0 ? 1 : room);
        fill(attr, spec, log);
        int result = attr.call(BpfCommand.PROG_LOAD);
        // The kernel keeps the log's tail in a short buffer and says how long the whole one is.
        int wanted = attr.getInt(LOG_TRUE_SIZE);
        if (spec.logLevel() != 0 && wanted > room && room < MAX_LOG_BYTES) {
          room = Math.min(MAX_LOG_BYTES, Integer.highestOneBit(wanted) << 1);
          closeIfOpen(result);
          continue;
        }
        String text = spec.logLevel() == 0 ? "" : log.getString(0, StandardCharsets.US_ASCII);
        return result < 0
            ? new Outcome.Refused<>(BpfCommand.PROG_LOAD.name(), -result, text)
            : new Outcome.Done<>(new KernelProgram(new KernelFd(result), text));
      }
    }
  }

  private static void closeIfOpen(int result) {
    if (result >= 0) {
      Syscall.close(result);
    }
  }

  private static void fill(Attr attr, ProgramSpec spec, MemorySegment log) {
    attr.putInt(0, spec.type()).putInt(4, spec.insns().length / Long.BYTES);
    attr.putPointer(8, spec.insns());
    attr.putPointer(16, (spec.license() + '\0').getBytes(StandardCharsets.US_ASCII));
    if (spec.logLevel() != 0) {
      attr.putInt(24, spec.logLevel()).putInt(28, Math.toIntExact(log.byteSize()));
      attr.putPointer(32, log);
    }
    attr.putInt(44, spec.flags()).putName(48, spec.name());
    attr.putInt(68, spec.expectedAttachType());
    BtfSection btf = spec.btf();
    if (btf != null) {
      attr.putInt(72, btf.btf().fd());
      attr.putInt(76, btf.funcInfoBytes()).putPointer(80, btf.funcInfo());
      attr.putInt(88, btf.funcInfoCount());
      attr.putInt(92, btf.lineInfoBytes()).putPointer(96, btf.lineInfo());
      attr.putInt(104, btf.lineInfoCount());
    }
  }
}
