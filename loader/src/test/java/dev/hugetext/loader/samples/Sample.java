package dev.hugetext.loader.samples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Where the samples and their packets lie, and values as the samples store them. */
public final class Sample {
  private static final Path EXAMPLES = Path.of("..", "examples");

  private Sample() {}

  /** The object of sample {@code name}. */
  public static Path object(String name) {
    return EXAMPLES.resolve("bpf").resolve(name + ".bpf.o");
  }

  /** A copy of packet {@code name}. */
  public static byte[] packet(String name) {
    try {
      return Files.readAllBytes(EXAMPLES.resolve("packets").resolve(name + ".bin"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A copy of context {@code name}. */
  public static byte[] context(String name) {
    try {
      return Files.readAllBytes(EXAMPLES.resolve("contexts").resolve(name + ".bin"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] u32(int value) {
    return littleEndian(Integer.BYTES).putInt(value).array();
  }

  static byte[] u64(long... values) {
    ByteBuffer bytes = littleEndian(values.length * Long.BYTES);
    for (long value : values) {
      bytes.putLong(value);
    }
    return bytes.array();
  }

  static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
