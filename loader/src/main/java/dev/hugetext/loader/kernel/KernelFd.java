package dev.hugetext.loader.kernel;

import java.util.concurrent.atomic.AtomicInteger;

/** One owned file descriptor, closed once. */
final class KernelFd implements AutoCloseable {

  private static final int CLOSED = -1;

  private final AtomicInteger fd;

  KernelFd(int fd) {
    this.fd = new AtomicInteger(fd);
  }

  /**
   * The descriptor.
   *
   * @throws IllegalStateException after {@link #close}
   */
  int number() {
    int number = fd.get();
    if (number == CLOSED) {
      throw new IllegalStateException("the kernel object's handle is closed");
    }
    return number;
  }

  @Override
  public void close() {
    int number = fd.getAndSet(CLOSED);
    if (number != CLOSED) {
      Syscall.close(number);
    }
  }
}
