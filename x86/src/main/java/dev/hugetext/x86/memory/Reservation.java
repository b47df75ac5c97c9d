package dev.hugetext.x86.memory;

/**
 * Host address space that costs memory only where it is written; zero until then. Closing it gives
 * it back; nobody may touch it afterwards.
 */
interface Reservation extends AutoCloseable {
  /** The host address of its first byte, 4 KiB aligned. */
  long base();

  @Override
  void close();

  /** The cheapest kind that this host offers. */
  static Reservation of(long bytes) {
    Reservation mapping = AnonymousMapping.tryReserve(bytes);
    return mapping != null ? mapping : SparseFile.reserve(bytes);
  }
}
