package dev.hugetext.loader.map;

/** A walk over nothing. */
final class NoElements implements MapWalk {
  static final NoElements INSTANCE = new NoElements();

  private NoElements() {}

  @Override
  public boolean next() {
    return false;
  }

  @Override
  public byte[] key() {
    throw new IllegalStateException("no element");
  }

  @Override
  public long keyAddress() {
    throw new IllegalStateException("no element");
  }

  @Override
  public long value() {
    throw new IllegalStateException("no element");
  }
}
