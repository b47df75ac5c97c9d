package dev.hugetext.loader.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Whole files, up to a limit; whatever goes wrong names the file. */
public final class FileContents {
  private FileContents() {}

  /**
   * Reads a file.
   *
   * @param file its name as the user gave it
   * @param limit most bytes that it may have
   * @param expected what it should be, for the message when it is longer
   * @throws InputException if it is longer
   * @throws IOException if it cannot be read
   */
  public static byte[] read(String file, int limit, String expected) throws IOException {
    try (InputStream in = Files.newInputStream(path(file))) {
      return read(in, file, limit, expected);
    } catch (InputException | FileSystemException named) {
      throw named;
    } catch (IOException unnamed) {
      throw named(file, unnamed);
    }
  }

  /**
   * The file of that name.
   *
   * @throws FileSystemException if there can be none: the name is empty, or the system has no such
   *     names
   */
  public static Path path(String file) throws FileSystemException {
    if (file.isEmpty()) {
      throw new FileSystemException("''", null, "no file has an empty name");
    }
    try {
      return Path.of(file);
    } catch (InvalidPathException impossible) {
      throw new FileSystemException(file, null, "no file can have this name here");
    }
  }

  /** The same from an open stream. */
  public static byte[] read(InputStream in, String file, int limit, String expected)
      throws IOException {
    byte[] bytes = in.readNBytes(limit + 1);
    if (bytes.length > limit) {
      throw InputException.ofWhole(file, "longer than %d bytes".formatted(limit), expected);
    }
    return bytes;
  }

  /** The failure as one that says which file: some, such as reading a folder, do not. */
  public static FileSystemException named(String file, IOException failure) {
    return new FileSystemException(file, null, failure.getMessage());
  }
}
