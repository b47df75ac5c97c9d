package dev.hugetext.selftests.fuzz;

import dev.hugetext.bpf.isa.MemSize;
import dev.hugetext.bpf.proto.KernelAbi.BpfArray;
import dev.hugetext.bpf.proto.KernelAbi.HashElement;
import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.MapType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A map in guarded memory. Of its structures there is only what the code reads that stands in place
 * of a look-up; values of which each CPU has its own are those of the one CPU there is.
 */
final class SandboxMap {
  private static final Set<MapType> ARRAYS = EnumSet.of(MapType.ARRAY, MapType.PERCPU_ARRAY);

  private final MapDef def;
  private final GuardedMemory memory;
  private final SplittableRandom random;
  private final long address;
  private final Map<Long, Element> elements = new HashMap<>();

  /** Where an element of a hash table starts, and where its value is. */
  private record Element(long start, long value) {}

  SandboxMap(MapDef def, GuardedMemory memory, SplittableRandom random) {
    this.def = def;
    this.memory = memory;
    this.random = random;
    boolean array = ARRAYS.contains(def.type());
    address = memory.reserve(array ? slot(def.maxEntries()) : 1);
    for (int i = 0; array && i < def.maxEntries(); i++) {
      place(address + slot(i));
    }
  }

  /** Bytes from the start of an array to the slot of this index. */
  private long slot(long index) {
    int stride = def.type().isPerCpu() ? Long.BYTES : def.valueSize() + 7 & ~7;
    return BpfArray.VALUE + index * stride;
  }

  /** Puts a value there, or a pointer to it; returns where the value is. */
  private long place(long at) {
    byte[] initial = def.initial();
    byte[] bytes = initial != null ? initial : randomBytes(def.valueSize());
    if (!def.type().isPerCpu()) {
      memory.place(at, bytes, !def.frozen());
      return at;
    }
    long value = memory.add(bytes, true);
    var pointer = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
    memory.place(at, pointer.array(), false);
    return value;
  }

  private byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Where the map is. */
  long address() {
    return address;
  }

  /** Where its only value is. */
  long onlyValue() {
    return address + BpfArray.VALUE;
  }

  private long key(long at) {
    memory.read(at, def.keySize());
    return memory.load(at, def.keySize() == Integer.BYTES ? MemSize.W : MemSize.DW);
  }

  /** The value at the key that is read from there, or 0. */
  long lookup(long keyAddress) {
    long key = key(keyAddress);
    if (!ARRAYS.contains(def.type())) {
      Element element = elements.get(key);
      return element == null ? 0 : element.value();
    }
    if (key >= def.maxEntries()) {
      return 0;
    }
    long at = address + slot(key);
    return def.type().isPerCpu() ? memory.load(at, MemSize.DW) : at;
  }

  /** The element of a hash table at the key that is read from there, or 0. */
  long element(long keyAddress) {
    Element element = elements.get(key(keyAddress));
    return element == null ? 0 : element.start();
  }

  /** Reads key and value; a hash table then has the key. */
  long update(long keyAddress, long value) {
    long key = key(keyAddress);
    memory.read(value, def.valueSize());
    if (!ARRAYS.contains(def.type())) {
      elements.computeIfAbsent(key, missing -> newElement());
    }
    return 0;
  }

  private Element newElement() {
    int header = HashElement.value(def.keySize());
    long start = memory.reserve(header + def.valueSize());
    memory.place(start + HashElement.LRU_REF, new byte[1], true);
    return new Element(start, place(start + header));
  }

  /** Reads the key; a hash table then has it no more. */
  long delete(long keyAddress) {
    elements.remove(key(keyAddress));
    return 0;
  }
}
