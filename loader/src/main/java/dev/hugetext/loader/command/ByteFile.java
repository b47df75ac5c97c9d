package dev.hugetext.loader.command;

import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.input.FileContents;
import java.io.IOException;
import java.nio.file.FileSystemException;
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
    String expected = "a packet or context of at most that";
    return file.equals(STANDARD)
        ? FileContents.read(console.in(), file, LIMIT, expected)
        : FileContents.read(file, LIMIT, expected);
  }

  /** Replaces the file in one step, so that a failed write leaves the old one. */
  static void write(String file, byte[] bytes) throws IOException {
    Path target = Path.of(file).toAbsolutePath();
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      Files.write(target, bytes); // a device or pipe cannot be replaced
      return;
    }
    Path folder = target.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new FileSystemException(file, null, "no such folder");
    }
    Path part = Files.createTempFile(folder, ".hugetext", ".part");
    try {
      Files.write(part, bytes);
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      throw FileContents.named(file, failure);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
