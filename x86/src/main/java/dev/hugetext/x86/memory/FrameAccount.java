package dev.hugetext.x86.memory;

import java.util.concurrent.atomic.AtomicLong;

/** How much memory is allocated for one purpose, e.g. page tables. */
public final class FrameAccount {
  private final String name;
  private final int number;
  private final AtomicLong bytes = new AtomicLong();

  FrameAccount(String name, int number) {
    this.name = name;
    this.number = number;
  }

  /** What the memory is for, in the words of whoever opened the account. */
  public String name() {
    return name;
  }

  /** Bytes allocated on this account now. */
  public long bytes() {
    return bytes.get();
  }

  int number() {
    return number;
  }

  void add(long delta) {
    bytes.addAndGet(delta);
  }

  @Override
  public String toString() {
    return "%s: %d bytes".formatted(name, bytes());
  }
}
