package dev.hugetext.examples.contexts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes {@code examples/contexts/*.bin}: what the kernel hands to programs that are given no
 * packet, little endian, for {@code prog run --ctx-in}.
 *
 * <p>{@code java examples/src/main/java/dev/hugetext/examples/contexts/MakeContexts.java
 * examples/contexts}
 */
public final class MakeContexts {
  private static final int SYS_WRITE = 1;
  private static final long BUFFER = 0x7ffd_1234_5000L;
  private static final long CALLER = 0xffff_ffff_8123_4567L;

  /** Registers in the order of {@code struct pt_regs}, x86-64; 8 bytes each. */
  private enum Register {
    R15,
    R14,
    R13,
    R12,
    BP,
    BX,
    R11,
    R10,
    R9,
    R8,
    AX,
    CX,
    DX,
    SI,
    DI,
    ORIG_AX,
    IP,
    CS,
    FLAGS,
    SP,
    SS
  }

  private MakeContexts() {}

  /**
   * Writes all contexts into the folder {@code args[0]}.
   *
   * @throws IOException if a file cannot be written
   */
  public static void main(String[] args) throws IOException {
    for (var context : contexts().entrySet()) {
      Files.write(Path.of(args[0], context.getKey() + ".bin"), context.getValue());
    }
  }

  /** Every context by its file's name without {@code .bin}. */
  static Map<String, byte[]> contexts() {
    Map<String, byte[]> contexts = new TreeMap<>();
    contexts.put("sys_enter_write", write(1, 512));
    contexts.put("sys_enter_write_stderr", write(2, 80));
    contexts.put("kmalloc_entry", firstArgument(3000));
    contexts.put("kmalloc_large", firstArgument(1 << 20));
    return contexts;
  }

  /** The record of {@code syscalls:sys_enter_write}: eight bytes common to all, then its fields. */
  private static byte[] write(long descriptor, long count) {
    return room(40)
        .putLong(0)
        .putLong(SYS_WRITE)
        .putLong(descriptor)
        .putLong(BUFFER)
        .putLong(count)
        .array();
  }

  /** Registers at the entry of a function that was called with one number. */
  private static byte[] firstArgument(long number) {
    return room(Register.values().length * Long.BYTES)
        .putLong(Register.DI.ordinal() * Long.BYTES, number)
        .putLong(Register.IP.ordinal() * Long.BYTES, CALLER)
        .array();
  }

  private static ByteBuffer room(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
