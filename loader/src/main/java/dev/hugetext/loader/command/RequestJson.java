package dev.hugetext.loader.command;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HexFormat;

/**
 * The values of a request in JSON, one after the other; a value of another form than is asked for
 * is refused with its key.
 */
final class RequestJson {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final BigInteger U32_MAX =
      BigInteger.ONE.shiftLeft(Integer.SIZE).subtract(BigInteger.ONE);
  private static final BigInteger U64_MAX =
      BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

  private final String text;
  private final JsonParser parser;

  RequestJson(String text) throws IOException {
    this.text = text;
    this.parser = JSON.createParser(text);
  }

  /** Takes the value of one key. */
  @FunctionalInterface
  interface FieldReader {
    void read(String key) throws IOException;
  }

  /** Takes one value of a list. */
  @FunctionalInterface
  interface ItemReader {
    void read() throws IOException;
  }

  /** What is wrong with a text that is not JSON, and where. */
  static String problem(JacksonException malformed) {
    String what = malformed.getOriginalMessage();
    int aside = what.indexOf(" (start marker"); // where what is not closed begins, at length
    return "not JSON: %s, at column %d"
        .formatted(
            aside < 0 ? what : what.substring(0, aside), malformed.getLocation().getColumnNr());
  }

  /** Goes to the first value. */
  void begin() throws IOException {
    parser.nextToken();
  }

  /** Whether nothing follows the value that was read last. */
  boolean isAtEnd() throws IOException {
    return parser.nextToken() == null;
  }

  /** Reads an object, whose keys go to {@code fields}; {@code what} it is, for the message. */
  void object(String what, FieldReader fields) throws IOException {
    expect(what, "an object", parser.currentToken() == JsonToken.START_OBJECT);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      fields.read(key);
    }
  }

  /** Reads a list. */
  void list(String what, ItemReader items) throws IOException {
    expect(what, "a list", parser.currentToken() == JsonToken.START_ARRAY);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.read();
    }
  }

  String text(String key) throws IOException {
    expect(key, "a string", parser.currentToken() == JsonToken.VALUE_STRING);
    return parser.getText();
  }

  /** Two digits for each byte. */
  byte[] hex(String key) throws IOException {
    String digits = text(key);
    try {
      return HexFormat.of().parseHex(digits);
    } catch (IllegalArgumentException notHex) {
      throw new IllegalArgumentException(key + ": not hexadecimal: " + notHex.getMessage(), notHex);
    }
  }

  boolean flag(String key) throws IOException {
    expect(key, "true or false", parser.currentToken().isBoolean());
    return parser.getBooleanValue();
  }

  /** A number from 0 to {@code greatest}. */
  int natural(String key, int greatest) throws IOException {
    return number(key, BigInteger.ZERO, BigInteger.valueOf(greatest)).intValue();
  }

  /** 32 bits, with a sign or without. */
  int word(String key) throws IOException {
    return number(key, BigInteger.valueOf(Integer.MIN_VALUE), U32_MAX).intValue();
  }

  /** 64 bits, with a sign or without. */
  long doubleWord(String key) throws IOException {
    return number(key, BigInteger.valueOf(Long.MIN_VALUE), U64_MAX).longValue();
  }

  private BigInteger number(String key, BigInteger least, BigInteger greatest) throws IOException {
    String wanted = "a whole number from %d to %d".formatted(least, greatest);
    expect(key, wanted, parser.currentToken() == JsonToken.VALUE_NUMBER_INT);
    BigInteger number = parser.getBigIntegerValue();
    expect(key, wanted, number.compareTo(least) >= 0 && number.compareTo(greatest) <= 0);
    return number;
  }

  /** A single value as an option of the command line has it. */
  String option(String key) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> "on";
      case VALUE_FALSE -> "off";
      case VALUE_STRING, VALUE_NUMBER_INT -> parser.getText();
      default -> throw new IllegalArgumentException("unknown key '" + key + "'");
    };
  }

  /** The current value as it stands in the text. */
  String raw() throws IOException {
    int from = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    if (parser.currentToken().isScalarValue()) {
      parser.getText(); // a string is read to its end only when asked for
    }
    return text.substring(from, (int) parser.currentLocation().getCharOffset());
  }

  private static void expect(String key, String wanted, boolean isThere) {
    if (!isThere) {
      throw new IllegalArgumentException(key + ": wanted " + wanted);
    }
  }
}
