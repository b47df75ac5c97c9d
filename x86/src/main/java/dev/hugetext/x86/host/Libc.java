package dev.hugetext.x86.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The C functions that make executable mappings; constants are those of Linux on x86-64. */
final class Libc {
  static final int PROT_READ = 1;
  static final int PROT_WRITE = 2;
  static final int PROT_EXEC = 4;

  static final int MAP_SHARED = 0x01;
  static final int MAP_PRIVATE = 0x02;
  static final int MAP_FIXED = 0x10;
  static final int MAP_ANONYMOUS = 0x20;

  /** Below 2 GiB. */
  static final int MAP_32BIT = 0x40;

  /** At the address or not at all. */
  static final int MAP_FIXED_NOREPLACE = 0x10_0000;

  private static final int MFD_CLOEXEC = 0x01;
  private static final int MFD_EXEC = 0x10;

  private static final int ARCH_SET_GS = 0x1001;

  /** What {@link #tryMmap} returns where there is no room. */
  static final long FAILED = -1;

  private static final MethodHandle MMAP =
      handle("mmap", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle MUNMAP = handle("munmap", JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle MEMFD_CREATE =
      handle("memfd_create", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle FTRUNCATE = handle("ftruncate", JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle ARCH_PRCTL =
      handle("arch_prctl", JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle CLOSE = handle("close", JAVA_INT, JAVA_INT);

  private Libc() {}

  @SuppressWarnings("restricted") // the types are those of the C headers
  private static MethodHandle handle(String name, MemoryLayout result, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    MemorySegment function = linker.defaultLookup().findOrThrow(name);
    return linker.downcallHandle(function, FunctionDescriptor.of(result, arguments));
  }

  /** A mapping's address, or {@link #FAILED}. */
  static long tryMmap(long address, long bytes, int protection, int flags, int fd) {
    try {
      return (long) MMAP.invokeExact(address, bytes, protection, flags, fd, 0L);
    } catch (Throwable e) {
      throw new AssertionError("mmap", e); // a downcall declares Throwable but throws nothing
    }
  }

  /** A mapping's address. */
  static long mmap(long address, long bytes, int protection, int flags, int fd) {
    long result = tryMmap(address, bytes, protection, flags, fd);
    if (result == FAILED) {
      throw new IllegalStateException(
          "mmap of %d bytes, protection %d, flags 0x%x failed".formatted(bytes, protection, flags));
    }
    return result;
  }

  static void munmap(long address, long bytes) {
    int result;
    try {
      result = (int) MUNMAP.invokeExact(address, bytes);
    } catch (Throwable e) {
      throw new AssertionError("munmap", e);
    }
    require(result == 0, "munmap");
  }

  /** A file without a name, of {@code bytes} zeros, that may be mapped executable. */
  static int memoryFile(String name, long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom(name);
      int fd = (int) MEMFD_CREATE.invokeExact(text, MFD_CLOEXEC | MFD_EXEC);
      if (fd < 0) { // before Linux 6.3 there is no MFD_EXEC, and every such file may be executed
        fd = (int) MEMFD_CREATE.invokeExact(text, MFD_CLOEXEC);
      }
      require(fd >= 0, "memfd_create");
      require((int) FTRUNCATE.invokeExact(fd, bytes) == 0, "ftruncate");
      return fd;
    } catch (IllegalStateException e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("memfd_create", e);
    }
  }

  static void close(int fd) {
    int result;
    try {
      result = (int) CLOSE.invokeExact(fd);
    } catch (Throwable e) {
      throw new AssertionError("close", e);
    }
    require(result == 0, "close");
  }

  /** Sets the base of GS for the calling thread; nothing else in the process uses it. */
  static void setGsBase(long address) {
    int result;
    try {
      result = (int) ARCH_PRCTL.invokeExact(ARCH_SET_GS, address);
    } catch (Throwable e) {
      throw new AssertionError("arch_prctl", e);
    }
    require(result == 0, "arch_prctl");
  }

  private static void require(boolean success, String function) {
    if (!success) {
      throw new IllegalStateException(function + " failed");
    }
  }
}
