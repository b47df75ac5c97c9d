package dev.hugetext.loader.command;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.util.HexFormat;

/** Bytes as bpftool shows them. */
final class HexText {
  private static final int LINE = 16;
  private static final int HALF = 8;
  private static final HexFormat SPACED = HexFormat.ofDelimiter(" ");

  private HexText() {}

  /** {@code 01 02 03}: keys, values and opcodes. */
  static String spaced(byte[] bytes) {
    return SPACED.formatHex(bytes);
  }

  /** Sixteen bytes a line, a wider gap after eight: longer keys and values. */
  static String lines(byte[] bytes) {
    var text = new StringBuilder();
    for (int i = 0; i < bytes.length; i++) {
      if (i > 0) {
        text.append(i % LINE == 0 ? "\n" : i % HALF == 0 ? "  " : " ");
      }
      text.append("%02x".formatted(bytes[i]));
    }
    return text.toString();
  }

  /** Sixteen bytes a line: offset, hex in pairs, characters. */
  static void dump(byte[] bytes, PrintStream out) {
    for (int at = 0; at < bytes.length; at += LINE) {
      var hex = new StringBuilder();
      var text = new StringBuilder();
      for (int i = 0; i < LINE; i++) {
        if (i == HALF) {
          text.append(' ');
        }
        if (at + i < bytes.length) {
          hex.append("%02x".formatted(bytes[at + i]));
          char c = (char) (bytes[at + i] & 0xff);
          text.append(c >= ' ' && c < 0x7f ? c : '.');
        } else {
          hex.append("  ");
        }
        hex.append(i % 2 == 1 && i < LINE - 1 ? " " : "");
      }
      out.print("%07x\t%s | %s%n".formatted(at, hex, text).replace(System.lineSeparator(), "\n"));
    }
  }

  /** A list of numbers, as test-run data appear in JSON. */
  static void writeNumbers(JsonGenerator json, String field, byte[] bytes) throws IOException {
    json.writeArrayFieldStart(field);
    for (byte b : bytes) {
      json.writeNumber(b & 0xff);
    }
    json.writeEndArray();
  }

  /** A list of {@code "0x01"}, as keys and values appear in JSON. */
  static void writeHex(JsonGenerator json, String field, byte[] bytes) throws IOException {
    json.writeArrayFieldStart(field);
    for (byte b : bytes) {
      json.writeString("0x%02x".formatted(b));
    }
    json.writeEndArray();
  }
}
