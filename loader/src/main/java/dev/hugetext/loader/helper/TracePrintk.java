package dev.hugetext.loader.helper;

import dev.hugetext.bpf.proto.Errno;
import dev.hugetext.x86.memory.GuestFault;
import dev.hugetext.x86.memory.GuestMemory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * {@code bpf_trace_printk} (helper 6): the kernel's subset of printf with at most three arguments.
 *
 * <p>Accepts what Linux 6.18 accepts (measured): flags {@code 0 + - space}, a width, {@code c s d i
 * u x X} with {@code l} or {@code ll}, and {@code p} with {@code x} or {@code K}. Any other
 * conversion, a fourth argument, a byte that is not printable ASCII or white space, or a letter
 * right behind {@code %s} or {@code %p} is -EINVAL. A pointer is printed as it is, not hashed.
 */
final class TracePrintk {
  private static final int MAX_ARGUMENTS = 3;
  private static final int MAX_STRING = 512;

  private final GuestMemory memory;
  private final String format;
  private final long[] arguments;
  private final StringBuilder out = new StringBuilder();
  private int next;
  private int used;

  private TracePrintk(GuestMemory memory, String format, long[] arguments) {
    this.memory = memory;
    this.format = format;
    this.arguments = arguments;
  }

  static long call(HelperEnv env, long fmt, long size, long a, long b, long c) {
    byte[] bytes = env.memory().read(fmt, (int) size);
    if (bytes.length == 0 || bytes[bytes.length - 1] != 0) {
      return Errno.EINVAL.negative();
    }
    String format = upToNul(bytes);
    var call = new TracePrintk(env.memory(), format, new long[] {a, b, c});
    Optional<String> text = call.text();
    text.ifPresent(env::trace);
    return text.map(line -> (long) line.length()).orElse(Errno.EINVAL.negative());
  }

  private static String upToNul(byte[] bytes) {
    String all = new String(bytes, StandardCharsets.ISO_8859_1);
    return all.substring(0, all.indexOf('\0'));
  }

  private Optional<String> text() {
    while (next < format.length()) {
      char c = format.charAt(next++);
      boolean printable = c >= ' ' && c != 0x7f || Character.isWhitespace(c);
      if (!printable) {
        return Optional.empty();
      }
      if (c != '%') {
        out.append(c);
      } else if (peek() == '%') {
        next++;
        out.append('%');
      } else if (!conversion()) {
        return Optional.empty();
      }
    }
    return Optional.of(out.toString());
  }

  private char peek() {
    return next < format.length() ? format.charAt(next) : '\0';
  }

  /** One conversion behind its percent sign; false if the kernel knows no such. */
  private boolean conversion() {
    if (used == MAX_ARGUMENTS) {
      return false;
    }
    int flagsFrom = next;
    while ("0+- ".indexOf(peek()) >= 0 && peek() != '\0') {
      next++;
    }
    String flags = format.substring(flagsFrom, next);
    int width = width();
    Optional<String> body = converted(arguments[used++], flags);
    body.ifPresent(text -> pad(text, flags, width));
    return body.isPresent();
  }

  private int width() {
    int width = 0;
    while (Character.isDigit(peek())) {
      width = Math.min(width * 10 + Character.digit(format.charAt(next++), 10), MAX_STRING);
    }
    return width;
  }

  private Optional<String> converted(long argument, String flags) {
    int longs = 0;
    char kind = peek();
    next++;
    while (kind == 'l' && longs < 2) {
      longs++;
      kind = peek();
      next++;
    }
    return switch (kind) {
      case 'd', 'i' -> Optional.of(signed(longs == 0 ? (int) argument : argument, flags));
      case 'u' -> Optional.of(Long.toUnsignedString(unsigned(argument, longs)));
      case 'x' -> Optional.of(Long.toHexString(unsigned(argument, longs)));
      case 'X' -> Optional.of(upperHex(unsigned(argument, longs)));
      case 'c' ->
          longs == 0 ? Optional.of(String.valueOf((char) (argument & 0xff))) : Optional.empty();
      case 's' -> longs == 0 && ends() ? Optional.of(string(argument)) : Optional.empty();
      case 'p' -> longs == 0 ? pointer(argument) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static long unsigned(long argument, int longs) {
    return longs == 0 ? argument & 0xffff_ffffL : argument;
  }

  private static String signed(long value, String flags) {
    String sign = value < 0 ? "" : flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
    return sign + value;
  }

  private static String upperHex(long value) {
    return "%X".formatted(value);
  }

  private Optional<String> pointer(long argument) {
    if (peek() == 'x' || peek() == 'K') {
      next++;
    }
    return ends() ? Optional.of("%016x".formatted(argument)) : Optional.empty();
  }

  /** Whether the conversion ends here: no letter or digit follows. */
  private boolean ends() {
    return !Character.isLetterOrDigit(peek());
  }

  /** The bytes up to a zero; cut where memory ends, as the kernel's careful copy does. */
  private String string(long address) {
    var bytes = new ByteArrayOutputStream();
    try {
      for (int i = 0; i < MAX_STRING && memory.getByte(address + i) != 0; i++) {
        bytes.write(memory.getByte(address + i));
      }
    } catch (GuestFault hole) {
      return bytes.toString(StandardCharsets.ISO_8859_1);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private void pad(String text, String flags, int width) {
    int missing = width - text.length();
    if (missing <= 0) {
      out.append(text);
    } else if (flags.contains("-")) {
      out.append(text).append(" ".repeat(missing));
    } else if (flags.contains("0") && text.startsWith("-")) {
      out.append('-').append("0".repeat(missing)).append(text, 1, text.length());
    } else {
      out.append((flags.contains("0") ? "0" : " ").repeat(missing)).append(text);
    }
  }
}
