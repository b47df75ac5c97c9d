package dev.hugetext.x86.host;

import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.memory.PageSize;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Runs instructions on the host's CPU, with every register given and given back. Owns the text that
 * they run in and a scratch block that they may use as memory and stack; both lie below 2 GiB.
 *
 * <p>There is no guard: an instruction that faults, loops or leaves its text ends or hangs the JVM.
 * Ask {@link HostGuard} before. One thread at a time.
 */
public final class HostText implements AutoCloseable {
  private static final int PAGE = (int) PageSize.KIB_4.bytes();
  private static final int TEXT_BYTES = PAGE;
  private static final int SCRATCH_BYTES = 16 * PAGE;

  private final TextMapping mapping = new TextMapping(TEXT_BYTES, PAGE + SCRATCH_BYTES);
  private final MemorySegment text = mapping.writableText();
  private final MemorySegment block = mapping.dataSegment().asSlice(0, EntryStub.BLOCK_BYTES);
  private final MemorySegment scratch = mapping.dataSegment().asSlice(PAGE, SCRATCH_BYTES);
  private final byte[] before;
  private final byte[] behind;

  /**
   * Maps text and scratch memory.
   *
   * @throws IllegalStateException if the host is not {@link #supported} or refuses
   */
  public HostText() {
    if (!supported()) {
      throw new IllegalStateException("machine code runs on Linux x86-64 only");
    }
    var stub = new EntryStub(mapping.data());
    before = stub.before();
    behind = stub.behind();
  }

  /** Whether this host is Linux on x86-64. */
  public static boolean supported() {
    return System.getProperty("os.name").equals("Linux")
        && System.getProperty("os.arch").equals("amd64");
  }

  /** The address at which the first byte of the code runs. */
  public long codeAddress() {
    return mapping.text() + before.length;
  }

  /** The address of the scratch block. */
  public long scratchAddress() {
    return scratch.address();
  }

  /** The scratch block: read and written between runs. */
  public MemorySegment scratch() {
    return scratch;
  }

  /**
   * Runs {@code code} from its first byte to behind its last one, and leaves the registers in
   * {@code registers}.
   *
   * @throws IllegalArgumentException if the code is too long for one page
   */
  public void run(byte[] code, HostRegisters registers) {
    if (before.length + code.length + behind.length > TEXT_BYTES) {
      throw new IllegalArgumentException("code of %d bytes".formatted(code.length));
    }
    place(before, 0);
    place(code, before.length);
    place(behind, before.length + code.length);
    for (Gpr gpr : Gpr.values()) {
      block.setAtIndex(ValueLayout.JAVA_LONG, gpr.number(), registers.get(gpr));
    }
    block.set(ValueLayout.JAVA_LONG, EntryStub.FLAGS, registers.flags());
    if (registers.gsBase() == 0) {
      Call.invoke(mapping.text());
    } else {
      callWithGs(registers.gsBase());
    }
    for (Gpr gpr : Gpr.values()) {
      registers.set(gpr, block.getAtIndex(ValueLayout.JAVA_LONG, gpr.number()));
    }
    registers.setFlags(block.get(ValueLayout.JAVA_LONG, EntryStub.FLAGS));
  }

  private void callWithGs(long base) {
    Libc.setGsBase(base);
    try {
      Call.invoke(mapping.text());
    } finally {
      Libc.setGsBase(0);
    }
  }

  private void place(byte[] bytes, int offset) {
    MemorySegment.copy(bytes, 0, text, ValueLayout.JAVA_BYTE, offset, bytes.length);
  }

  @Override
  public void close() {
    mapping.close();
  }

  /** The call; a class of its own, so that other hosts never make the handle. */
  private static final class Call {
    @SuppressWarnings("restricted") // the entry stub is such a function
    private static final MethodHandle FUNCTION =
        Linker.nativeLinker().downcallHandle(FunctionDescriptor.ofVoid());

    static void invoke(long address) {
      try {
        FUNCTION.invokeExact(MemorySegment.ofAddress(address));
      } catch (Throwable e) {
        throw new AssertionError("native call", e); // a downcall declares Throwable, throws nothing
      }
    }
  }
}
