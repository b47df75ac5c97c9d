package dev.hugetext.loader.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** PROG_TEST_RUN: fills and reads its part of {@code union bpf_attr}. */
final class ProgramTestRun {

  private static final int RETVAL = 4;
  private static final int DATA_SIZE_OUT = 12;
  private static final int DURATION = 36;
  private static final int CTX_SIZE_OUT = 44;

  private ProgramTestRun() {}

  static Outcome<TestRunResult> run(int fd, TestRunSpec spec) {
    try (Attr attr = new Attr()) {
      MemorySegment dataOut = attr.buffer(spec.dataOutBytes());
      MemorySegment contextOut = attr.buffer(spec.contextOutBytes());
      attr.putInt(0, fd);
      attr.putInt(8, spec.data().length).putPointer(16, spec.data());
      attr.putInt(32, spec.repeat());
      MemorySegment contextIn = attr.buffer(Math.max(spec.context().length, 1));
      MemorySegment.copy(
          spec.context(), 0, contextIn, ValueLayout.JAVA_BYTE, 0, spec.context().length);
      if (spec.context().length > 0) {
        attr.putInt(40, spec.context().length).putPointer(48, contextIn);
      }
      attr.putInt(64, spec.flags()).putInt(68, spec.cpu());
      if (spec.dataOutBytes() > 0) {
        attr.putInt(DATA_SIZE_OUT, spec.dataOutBytes()).putPointer(24, dataOut);
      }
      if (spec.contextOutBytes() > 0) {
        attr.putInt(CTX_SIZE_OUT, spec.contextOutBytes()).putPointer(56, contextOut);
      }
      int result = attr.call(BpfCommand.PROG_TEST_RUN);
      if (result < 0) {
        return new Outcome.Refused<>(BpfCommand.PROG_TEST_RUN.name(), -result, "");
      }
      return new Outcome.Done<>(
          new TestRunResult(
              attr.getInt(RETVAL),
              attr.getInt(DURATION),
              Attr.bytes(dataOut, Math.min(attr.getInt(DATA_SIZE_OUT), spec.dataOutBytes())),
              spec.contextOutBytes() > 0
                  ? Attr.bytes(
                      contextOut, Math.min(attr.getInt(CTX_SIZE_OUT), spec.contextOutBytes()))
                  : Attr.bytes(contextIn, spec.context().length)));
    }
  }
}
