package dev.hugetext.selftests.execmem;

import dev.hugetext.execmem.TextUser;

/** Where a policy must put text. */
interface PlaceModel {
  /**
   * Learns of an allocation that succeeded.
   *
   * @throws IllegalStateException if the policy should have put it elsewhere
   */
  void allocated(TextUser user, long size, long align, long address);

  /** Learns that a block was freed. */
  void freed(long address);

  /** How many bytes from its start the block may be written. */
  long capacity(TextUser user, long size);

  /**
   * Compares what the policy still holds.
   *
   * @throws IllegalStateException if that is not what it should
   */
  void compare();

  /** Throws if two values differ. */
  static void requireSame(Object expected, Object found, String what) {
    if (!expected.equals(found)) {
      throw new IllegalStateException("%s: expected %s, found %s".formatted(what, expected, found));
    }
  }

  /** Throws if two addresses differ. */
  static void requireAddress(long expected, long found, String what) {
    if (expected != found) {
      throw new IllegalStateException(
          "%s: expected 0x%x, found 0x%x".formatted(what, expected, found));
    }
  }
}
