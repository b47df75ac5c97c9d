package dev.hugetext.loader.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The C library's {@code syscall(2)} and {@code close(2)}. Loading this class on another system
 * than x86-64 Linux fails: ask {@link Bpf#available()} first.
 */
final class Syscall {

  /** {@code __NR_bpf} of x86-64. */
  private static final long NR_BPF = 321;

  private static final long NR_PERF_EVENT_OPEN = 298;
  private static final long PERF_FLAG_FD_CLOEXEC = 8;

  static final long NR_SCHED_SETAFFINITY = 203;
  static final long NR_SCHED_GETAFFINITY = 204;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final long ERRNO_OFFSET =
      Linker.Option.captureStateLayout().byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  @SuppressWarnings("restricted")
  private static final MethodHandle SYSCALL =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("syscall"),
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT),
          Linker.Option.firstVariadicArg(1),
          Linker.Option.captureCallState("errno"));

  @SuppressWarnings("restricted")
  private static final MethodHandle AFFINITY =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("syscall"),
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, ADDRESS),
          Linker.Option.firstVariadicArg(1));

  @SuppressWarnings("restricted")
  private static final MethodHandle PERF =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("syscall"),
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG),
          Linker.Option.firstVariadicArg(1),
          Linker.Option.captureCallState("errno"));

  @SuppressWarnings("restricted")
  private static final MethodHandle CLOSE =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private Syscall() {}

  /**
   * bpf(2).
   *
   * @return what the call returned (0 or a file descriptor), or the negative errno
   */
  static int bpf(BpfCommand command, MemorySegment attr) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
      int size = Math.toIntExact(attr.byteSize());
      long result = (long) SYSCALL.invokeExact(state, NR_BPF, command.number(), attr, size);
      return result < 0 ? -state.get(JAVA_INT, ERRNO_OFFSET) : Math.toIntExact(result);
    } catch (Throwable failure) {
      throw new AssertionError("bpf(2) downcall " + command, failure);
    }
  }

  /** sched_setaffinity(2) or sched_getaffinity(2) of the calling thread; negative on error. */
  static long affinity(long number, long bytes, MemorySegment set) {
    try {
      return (long) AFFINITY.invokeExact(number, 0, bytes, set);
    } catch (Throwable failure) {
      throw new AssertionError("sched_setaffinity(2) downcall", failure);
    }
  }

  /**
   * perf_event_open(2), for all processes on one CPU.
   *
   * @return a descriptor, or the negative errno
   */
  static int perfEventOpen(MemorySegment attr, int cpu) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
      long result =
          (long)
              PERF.invokeExact(state, NR_PERF_EVENT_OPEN, attr, -1, cpu, -1, PERF_FLAG_FD_CLOEXEC);
      return result < 0 ? -state.get(JAVA_INT, ERRNO_OFFSET) : Math.toIntExact(result);
    } catch (Throwable failure) {
      throw new AssertionError("perf_event_open(2) downcall", failure);
    }
  }

  /** close(2); its result is of no use to anybody, the descriptor is gone either way. */
  static void close(int fd) {
    try {
      int ignored = (int) CLOSE.invokeExact(fd);
      assert ignored <= 0;
    } catch (Throwable failure) {
      throw new AssertionError("close(2) downcall", failure);
    }
  }
}
