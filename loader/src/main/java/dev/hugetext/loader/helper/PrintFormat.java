package dev.hugetext.loader.helper;

import dev.hugetext.x86.memory.GuestFault;
import dev.hugetext.x86.memory.GuestMemory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * The kernel's subset of printf for programs.
 *
 * <p>Accepts what Linux 6.18 accepts (measured): flags {@code 0 + - space}, a width, {@code c s d i
 * u x X} with {@code l} or {@code ll}, and {@code p} with {@code x}, {@code K}, {@code B}, {@code
 * S}, {@code ks}, {@code us}, or {@code i4 I4 i6 I6} with whatever letters follow. Any other
 * conversion, more of them than arguments, a byte that is not printable ASCII or white space, or a
 * letter right behind {@code %s} or {@code %p} is refused. A pointer is printed as it is, not
 * hashed.
 */
final class PrintFormat {
  private static final int MAX_STRING = 512;
  private static final int ADDRESS_DIGITS = 16;

  private final GuestMemory memory;
  private final String format;
  private final long[] arguments;
  private final StringBuilder out = new StringBuilder();
  private int next;
  private int used;

  /** Of the conversion at hand. */
  private String flags = "";

  private int width;

  private PrintFormat(GuestMemory memory, String format, long[] arguments) {
    this.memory = memory;
    this.format = format;
    this.arguments = arguments;
  }

  /**
   * The text.
   *
   * @param format up to its zero
   * @return empty if the kernel refuses the format
   */
  static Optional<String> text(GuestMemory memory, String format, long[] arguments) {
    return new PrintFormat(memory, format, arguments).text();
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
    if (used == arguments.length) {
      return false;
    }
    int flagsFrom = next;
    while ("0+- ".indexOf(peek()) >= 0 && peek() != '\0') {
      next++;
    }
    flags = format.substring(flagsFrom, next);
    width = width();
    Optional<String> body = converted(arguments[used++]);
    body.ifPresent(this::pad);
    return body.isPresent();
  }

  private int width() {
    int given = 0;
    while (Character.isDigit(peek())) {
      given = Math.min(given * 10 + Character.digit(format.charAt(next++), 10), MAX_STRING);
    }
    return given;
  }

  private Optional<String> converted(long argument) {
    int longs = 0;
    char kind = peek();
    next++;
    while (kind == 'l' && longs < 2) {
      longs++;
      kind = peek();
      next++;
    }
    return switch (kind) {
      case 'd', 'i' -> Optional.of(signed(longs == 0 ? (int) argument : argument));
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

  private String signed(long value) {
    String sign = value < 0 ? "" : flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
    return sign + value;
  }

  private static String upperHex(long value) {
    return "%X".formatted(value);
  }

  private Optional<String> pointer(long argument) {
    char kind = peek();
    if ("iIkuB".indexOf(kind) >= 0) {
      width = 0; // Linux prints these beforehand, and pads none of them
    }
    return switch (kind) {
      case 'i', 'I' -> internetAddress(argument, kind == 'i');
      case 'k', 'u' -> {
        next++;
        boolean text = peek() == 's';
        next++;
        yield text && ends() ? Optional.of(kind == 'k' ? string(argument) : "") : Optional.empty();
      }
      case 'B', 'S', 's' -> {
        skipLetters();
        yield Optional.of("0x" + Long.toHexString(argument));
      }
      case 'x', 'K' -> {
        skipLetters();
        yield Optional.of(digits(argument));
      }
      default -> ends() ? Optional.of(digits(argument)) : Optional.empty();
    };
  }

  /** All of an address, unless a width says how many. */
  private String digits(long argument) {
    if (width == 0) {
      width = ADDRESS_DIGITS;
      flags += "0";
    }
    return Long.toHexString(argument);
  }

  /** Letters and digits that Linux takes for more of the same conversion; they mean nothing. */
  private void skipLetters() {
    while (Character.isLetterOrDigit(peek())) {
      next++;
    }
  }

  /** The address in memory there; letters behind the digit are taken and mean nothing. */
  private Optional<String> internetAddress(long address, boolean padded) {
    next++;
    char version = peek();
    if (version != '4' && version != '6') {
      return Optional.empty();
    }
    skipLetters();
    byte[] bytes = bytes(address, version == '4' ? 4 : 16);
    return Optional.of(version == '4' ? ipv4(bytes, padded) : ipv6(bytes, padded));
  }

  private byte[] bytes(long address, int length) {
    try {
      return memory.read(address, length);
    } catch (GuestFault hole) {
      return new byte[length];
    }
  }

  private static String ipv4(byte[] bytes, boolean padded) {
    var text = new StringJoiner(".");
    for (byte part : bytes) {
      text.add((padded ? "%03d" : "%d").formatted(Byte.toUnsignedInt(part)));
    }
    return text.toString();
  }

  private static String ipv6(byte[] bytes, boolean joined) {
    var text = new StringJoiner(joined ? "" : ":");
    for (int i = 0; i < bytes.length; i += 2) {
      text.add("%02x%02x".formatted(bytes[i], bytes[i + 1]));
    }
    return text.toString();
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

  private void pad(String text) {
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
