package dev.hugetext.loader.map;

/**
 * Visits the elements of a map one by one, as {@code bpf_for_each_map_elem} does; the element just
 * visited may be deleted meanwhile.
 */
public interface MapWalk {
  /** Goes to the next element; false where there is none. */
  boolean next();

  /** The key of this element. */
  byte[] key();

  /** Where the key lies in guest memory; 0 for arrays, whose keys lie nowhere. */
  long keyAddress();

  /** Where the value lies, of the CPU that walks. */
  long value();
}
