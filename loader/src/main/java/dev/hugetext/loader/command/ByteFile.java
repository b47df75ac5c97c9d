package dev.hugetext.loader.command;

import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.input.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Packets and contexts in files; {@code -} is standard input. */
final class ByteFile {
  /** More than any packet or context that a test run takes. */
  private static final int LIMIT = 1 << 20;

  static final String STANDARD = "-";

  private ByteFile() {}

  /** The whole contents. */
  static byte[] read(String file, Console console) throws IOException {
    if (file.equals(STANDARD)) {
      return limited(file, console.in());
    }
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return limited(file, in);
    }
  }

  private static byte[] limited(String file, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(LIMIT + 1);
    if (bytes.length > LIMIT) {
      throw new InputException(
          file,
          LIMIT,
          "more than %d bytes".formatted(LIMIT),
          "a packet or context of at most that");
    }
    return bytes;
  }

  /** Replaces the file in one step, so that a failed write leaves the old one. */
  static void write(String file, byte[] bytes) throws IOException {
    Path target = Path.of(file).toAbsolutePath();
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      Files.write(target, bytes); // a device or pipe cannot be replaced
      return;
    }
    Path part = Files.createTempFile(target.getParent(), ".hugetext", ".part");
    try {
      Files.write(part, bytes);
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
