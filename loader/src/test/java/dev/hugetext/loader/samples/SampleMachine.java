package dev.hugetext.loader.samples;

/** Something with the first program of an opened object loaded, and its maps. */
public interface SampleMachine extends AutoCloseable {
  /** Stores a value, as user space does. */
  void update(String map, byte[] key, byte[] value);

  /** The value at {@code key}. */
  byte[] lookup(String map, byte[] key);

  /** Runs the program once over {@code packet}. */
  Result run(byte[] packet);

  @Override
  void close();

  /**
   * What a run gave.
   *
   * @param packet as the program left it
   */
  record Result(int retval, byte[] packet) {}
}
