package dev.hugetext.loader.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The process's standard output. A write that fails throws, through the {@link java.io.PrintStream}
 * around it, which would only remember an {@link IOException}.
 */
final class StandardOutput extends OutputStream {
  private final OutputStream file;

  StandardOutput() {
    this(new FileOutputStream(FileDescriptor.out));
  }

  StandardOutput(OutputStream file) {
    this.file = file;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      file.write(bytes, offset, length);
    } catch (IOException failure) {
      throw new OutputFailure(failure);
    }
  }
}
