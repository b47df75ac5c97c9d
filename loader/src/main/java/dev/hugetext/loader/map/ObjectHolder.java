package dev.hugetext.loader.map;

/** A map whose values are references to kernel objects; user space writes descriptors into it. */
interface ObjectHolder {
  /**
   * Stores a reference.
   *
   * @return 0 or a negative errno
   */
  long put(byte[] key, MapObject object, long flags);
}
