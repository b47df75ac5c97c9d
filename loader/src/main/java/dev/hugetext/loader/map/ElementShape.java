package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.KernelAbi;
import dev.hugetext.bpf.proto.MapDef;

/**
 * Where key and value lie in an element of a hash table.
 *
 * @param valueOffset bytes from the element's beginning to its value, or its pointer to one
 * @param bytes size of an element
 */
record ElementShape(int valueOffset, long bytes) {
  /** Values lie in the element. */
  static ElementShape withValues(MapDef def) {
    int offset = KernelAbi.HashElement.value(def.keySize());
    return new ElementShape(offset, offset + BpfMap.roundUp8(def.valueSize()));
  }

  /** The element holds a pointer. */
  static ElementShape withPointers(MapDef def) {
    int offset = KernelAbi.HashElement.value(def.keySize());
    return new ElementShape(offset, offset + Long.BYTES);
  }
}
