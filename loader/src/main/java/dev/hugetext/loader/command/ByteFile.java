package dev.hugetext.loader.command;

import dev.hugetext.loader.cli.Console;
import dev.hugetext.loader.input.FileContents;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Packets and contexts in files; {@code -} is standard input. */
final class ByteFile {
  /** More than any packet or context that a test run takes. */
  private static final int LIMIT = 1 << 20;

  static final String STANDARD = "-";

  private ByteFile() {}

  /** The whole contents of a packet's or context's file. */
  static byte[] read(String file, Console console) throws IOException {
    return read(file, console, LIMIT, "a packet or context of at most that");
  }

  /**
   * The whole contents.
   *
   * @param limit the most bytes
   * @param expected what the file should be, for the message when it is longer
   */
  static byte[] read(String file, Console console, int limit, String expected) throws IOException {
    return file.equals(STANDARD)
        ? FileContents.read(console.in(), file, limit, expected)
        : FileContents.read(file, limit, expected);
  }

  /**
   * Replaces the file in one step, so that a failed write leaves the old one; what is no regular
   * file, such as a device, is written to.
   *
   * @throws FileSystemException if that fails; it names the file
   */
  static void write(String file, byte[] bytes) throws FileSystemException {
    try {
      Path target = target(file);
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        Files.write(target, bytes, StandardOpenOption.WRITE);
      } else {
        replace(target, bytes);
      }
    } catch (NoSuchFileException missing) {
      throw new FileSystemException(file, null, "no such folder");
    } catch (AccessDeniedException denied) {
      throw new AccessDeniedException(file);
    } catch (FileSystemException failure) {
      throw new FileSystemException(file, null, failure.getReason());
    } catch (IOException failure) {
      throw FileContents.named(file, failure);
    }
  }

  /** Where a name leads to, so that a link stays one. */
  private static Path target(String file) throws IOException {
    Path path = FileContents.path(file).toAbsolutePath();
    return Files.exists(path) ? path.toRealPath() : path;
  }

  private static void replace(Path target, byte[] bytes) throws IOException {
    // a sibling has the permissions that new files get, which a temporary one has not
    String name = ".hugetext-%d.part".formatted(ProcessHandle.current().pid());
    Path part = target.resolveSibling(name);
    try {
      Files.write(part, bytes);
      if (Files.exists(target)) {
        Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(target));
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
