package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.bpf.proto.HelperTable;
import dev.hugetext.x86.memory.GuestMemory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Helpers that print, to the trace or into memory; what they print is {@link PrintFormat}'s. */
final class PrintHelpers {
  private static final int MAX_ARGUMENTS = 12;
  private static final long REFUSED = Errno.EINVAL.negative();

  private PrintHelpers() {}

  static void bind(Map<HelperTable, HelperBody> bodies) {
    bodies.put(
        HelperTable.TRACE_PRINTK,
        (env, format, size, a, b, c) -> trace(env, format, (int) size, new long[] {a, b, c}));
    bodies.put(
        HelperTable.TRACE_VPRINTK,
        (env, format, size, data, bytes, _) ->
            counted(bytes)
                ? trace(env, format, (int) size, arguments(env.memory(), data, (int) bytes))
                : REFUSED);
    bodies.put(
        HelperTable.SNPRINTF,
        (env, to, room, format, data, bytes) ->
            counted(bytes)
                ? print(env, to, (int) room, format, arguments(env.memory(), data, (int) bytes))
                : REFUSED);
  }

  private static boolean counted(long bytes) {
    return bytes % Long.BYTES == 0 && (bytes & 0xffff_ffffL) <= MAX_ARGUMENTS * Long.BYTES;
  }

  private static long[] arguments(GuestMemory memory, long data, int bytes) {
    long[] arguments = new long[bytes / Long.BYTES];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = memory.getLong(data + (long) i * Long.BYTES);
    }
    return arguments;
  }

  private static long trace(HelperEnv env, long format, int size, long[] arguments) {
    byte[] bytes = env.memory().read(format, size);
    if (bytes.length == 0 || bytes[bytes.length - 1] != 0) {
      return REFUSED;
    }
    String all = new String(bytes, StandardCharsets.ISO_8859_1);
    Optional<String> text =
        PrintFormat.text(env.memory(), all.substring(0, all.indexOf('\0')), arguments);
    text.ifPresent(env::trace);
    return text.map(line -> (long) line.length()).orElse(REFUSED);
  }

  /** As much as there is room for, and a zero; the length of all of it with the zero. */
  private static long print(HelperEnv env, long to, int room, long format, long[] arguments) {
    String constant = constant(env.memory(), format);
    Optional<String> text = PrintFormat.text(env.memory(), constant, arguments);
    if (text.isEmpty()) {
      return REFUSED;
    }
    byte[] bytes = text.get().getBytes(StandardCharsets.ISO_8859_1);
    if (room > 0) {
      int kept = Math.min(bytes.length, room - 1);
      env.memory().write(to, Arrays.copyOf(Arrays.copyOf(bytes, kept), kept + 1));
    }
    return bytes.length + 1L;
  }

  private static String constant(GuestMemory memory, long address) {
    var text = new StringBuilder();
    for (long at = address; memory.getByte(at) != 0; at++) {
      text.append((char) Byte.toUnsignedInt(memory.getByte(at)));
    }
    return text.toString();
  }
}
