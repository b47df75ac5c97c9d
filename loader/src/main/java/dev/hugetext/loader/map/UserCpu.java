package dev.hugetext.loader.map;

/** Where system calls run: emulated user space has one CPU. */
final class UserCpu {
  static final int NUMBER = 0;

  private UserCpu() {}
}
