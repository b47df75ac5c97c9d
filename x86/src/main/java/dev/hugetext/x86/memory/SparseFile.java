package dev.hugetext.x86.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A mapped sparse temporary file: works wherever Java does, and is what remains elsewhere. */
final class SparseFile implements Reservation {
  private final Arena arena;
  private final FileChannel channel;
  private final long base;

  private SparseFile(Arena arena, FileChannel channel, long base) {
    this.arena = arena;
    this.channel = channel;
    this.base = base;
  }

  @SuppressWarnings(
      "MustBeClosedChecker") // the arena lives as long as the machine; close() ends it
  static SparseFile reserve(long bytes) {
    Arena arena = Arena.ofShared();
    try {
      Path directory = Files.createTempDirectory("hugetext-memory");
      Path file = directory.resolve("ram");
      directory.toFile().deleteOnExit();
      FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.SPARSE,
              StandardOpenOption.DELETE_ON_CLOSE);
      long base = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena).address();
      return new SparseFile(arena, channel, base);
    } catch (IOException e) {
      arena.close();
      throw new UncheckedIOException("no sparse file of %d bytes".formatted(bytes), e);
    }
  }

  @Override
  public long base() {
    return base;
  }

  @Override
  public void close() {
    arena.close();
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
