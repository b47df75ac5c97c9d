package dev.hugetext.loader.map;

/** A kernel object that a map can hold a reference to. */
public interface MapObject {
  /** Its number, which user space reads in the object's place. */
  int id();

  /** Where its structure lies in guest memory: what the map's slot holds. */
  long address();
}
