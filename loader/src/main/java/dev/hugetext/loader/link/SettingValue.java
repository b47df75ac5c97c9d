package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfType;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Turns the text of a kernel's setting into a value of the type that the object gives it. */
final class SettingValue {
  private static final String TRISTATE = "libbpf_tristate";

  private SettingValue() {}

  /** The value's bytes; empty if the type cannot hold it. */
  static Optional<byte[]> of(Btf btf, int type, String text) {
    boolean isQuoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return switch (btf.resolve(type)) {
      case BtfType.Array array when isQuoted ->
          string(btf, array, text.substring(1, text.length() - 1));
      case BtfType.EnumType choice when choice.name().equals(TRISTATE) -> tristate(text);
      case BtfType.Int number when !isQuoted -> integer(number, text);
      default -> Optional.empty();
    };
  }

  private static Optional<byte[]> string(Btf btf, BtfType.Array array, String text) {
    boolean isText = btf.resolve(array.elementType()) instanceof BtfType.Int c && c.size() == 1;
    if (!isText || array.count() <= 0) {
      return Optional.empty();
    }
    byte[] value = new byte[array.count()];
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, value, 0, Math.min(bytes.length, value.length - 1));
    return Optional.of(value);
  }

  private static Optional<byte[]> tristate(String text) {
    return switch (text) {
      case "n" -> Optional.of(number(0, Integer.BYTES));
      case "y" -> Optional.of(number(1, Integer.BYTES));
      case "m" -> Optional.of(number(2, Integer.BYTES));
      default -> Optional.empty();
    };
  }

  private static Optional<byte[]> integer(BtfType.Int type, String text) {
    if (Integer.compareUnsigned(type.size(), Long.BYTES) > 0) {
      return Optional.empty();
    }
    boolean isChar = type.size() == 1 && type.encoding() != BtfType.Encoding.BOOL;
    return switch (text) {
      case "y", "n", "m" -> {
        if (isChar) {
          yield Optional.of(number(text.charAt(0), 1));
        }
        boolean isBool = type.encoding() == BtfType.Encoding.BOOL && !text.equals("m");
        yield isBool
            ? Optional.of(number(text.equals("y") ? 1 : 0, type.size()))
            : Optional.empty();
      }
      default -> number(type, text);
    };
  }

  private static Optional<byte[]> number(BtfType.Int type, String text) {
    boolean isSigned = type.encoding() == BtfType.Encoding.SIGNED;
    BigInteger value;
    try {
      boolean isHex = text.startsWith("0x");
      value = isHex ? new BigInteger(text.substring(2), 16) : new BigInteger(text);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
    int bits = type.encoding() == BtfType.Encoding.BOOL ? 1 : type.size() * Byte.SIZE;
    boolean fits =
        isSigned ? value.bitLength() < bits : value.signum() >= 0 && value.bitLength() <= bits;
    return fits ? Optional.of(number(value.longValue(), type.size())) : Optional.empty();
  }

  private static byte[] number(long value, int size) {
    byte[] wide =
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    return Arrays.copyOf(wide, size);
  }
}
