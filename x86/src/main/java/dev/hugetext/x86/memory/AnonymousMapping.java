package dev.hugetext.x86.memory;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One private anonymous mapping without swap reservation, by {@code mmap}: Linux and macOS. */
final class AnonymousMapping implements Reservation {
  private static final int PROT_READ_WRITE = 1 | 2;
  private static final long MAP_FAILED = -1;

  private final long base;
  private final long bytes;

  private AnonymousMapping(long base, long bytes) {
    this.base = base;
    this.bytes = bytes;
  }

  /** A mapping, or null where the host has no {@code mmap} or refuses this size. */
  static @Nullable AnonymousMapping tryReserve(long bytes) {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    int flags;
    if (os.startsWith("linux")) {
      flags = 0x02 | 0x20 | 0x4000; // MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    } else if (os.startsWith("mac")) {
      flags = 0x02 | 0x1000 | 0x40; // the same three in macOS's numbers
    } else {
      return null;
    }
    long address = Libc.mmap(bytes, PROT_READ_WRITE, flags);
    return address == MAP_FAILED ? null : new AnonymousMapping(address, bytes);
  }

  @Override
  public long base() {
    return base;
  }

  @Override
  public void close() {
    Libc.munmap(base, bytes);
  }

  /** The two C functions; a class of its own, so that other hosts never look them up. */
  private static final class Libc {
    private static final MethodHandle MMAP =
        handle(
            "mmap",
            FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG));
    private static final MethodHandle MUNMAP =
        handle(
            "munmap",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));

    @SuppressWarnings("restricted") // both types are those of the C headers
    private static MethodHandle handle(String name, FunctionDescriptor type) {
      Linker linker = Linker.nativeLinker();
      MemorySegment function = linker.defaultLookup().findOrThrow(name);
      return linker.downcallHandle(function, type);
    }

    static long mmap(long bytes, int protection, int flags) {
      try {
        return (long) MMAP.invokeExact(0L, bytes, protection, flags, -1, 0L);
      } catch (Throwable e) {
        throw new AssertionError("mmap", e); // a downcall declares Throwable but throws nothing
      }
    }

    static void munmap(long address, long bytes) {
      int result;
      try {
        result = (int) MUNMAP.invokeExact(address, bytes);
      } catch (Throwable e) {
        throw new AssertionError("munmap", e);
      }
      if (result != 0) {
        throw new IllegalStateException("munmap 0x%x+0x%x failed".formatted(address, bytes));
      }
    }
  }
}
