package dev.hugetext.loader.context;

import dev.hugetext.bpf.proto.ContextField;
import dev.hugetext.bpf.proto.ContextLayout;
import dev.hugetext.bpf.proto.FieldAccess;
import dev.hugetext.bpf.proto.KernelAbi;
import dev.hugetext.bpf.proto.LoadedKind;
import dev.hugetext.loader.map.KernelHeap;
import dev.hugetext.x86.memory.GuestMemory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The kernel's structures behind a context: one for the context itself, and one behind each pointer
 * that an access to a field follows.
 */
final class KernelStructures {
  private final KernelHeap heap;

  /** By the pointers' offsets, written as text so that a pointer's own structure comes first. */
  private final Map<String, Long> blocks = new TreeMap<>();

  private final Map<String, Integer> sizes;

  private KernelStructures(KernelHeap heap, Map<String, Integer> sizes) {
    this.heap = heap;
    this.sizes = sizes;
  }

  /** All that the layout's fields need; empty without memory. */
  static Optional<KernelStructures> of(ContextLayout layout, KernelHeap heap) {
    var sizes = new TreeMap<String, Integer>();
    layout.fields().forEach(field -> measure(field, sizes));
    var made = new KernelStructures(heap, sizes);
    for (var size : sizes.entrySet()) {
      long block = heap.allocate(size.getValue());
      if (block == 0) {
        made.free();
        return Optional.empty();
      }
      made.blocks.put(size.getKey(), block);
    }
    return Optional.of(made);
  }

  private static void measure(ContextField field, Map<String, Integer> sizes) {
    Optional<Place> place = place(field);
    if (place.isEmpty()) {
      return;
    }
    List<Integer> pointers = place.get().pointers();
    for (int i = 0; i < pointers.size(); i++) {
      sizes.merge(path(pointers.subList(0, i)), pointers.get(i) + Long.BYTES, Math::max);
    }
    sizes.merge(path(pointers), place.get().offset() + place.get().bytes(), Math::max);
    if (field.access().orElseThrow() instanceof FieldAccess.WritableBehind(_, int scratch)) {
      sizes.merge(path(List.of()), scratch + Long.BYTES, Math::max);
    }
    if (field.loads() == LoadedKind.SOCKET) {
      sizes.merge(path(pointers) + "/" + place.get().offset(), KernelAbi.Sock.SIZE, Math::max);
    }
  }

  private static String path(List<Integer> pointers) {
    var text = new StringBuilder();
    pointers.forEach(pointer -> text.append('/').append(pointer));
    return text.toString();
  }

  /**
   * Where a field's bytes are.
   *
   * @param pointers to follow from the context on
   * @param offset in the structure behind the last
   * @param bytes how many there are
   * @param shift by how many bits further left the program sees them
   */
  private record Place(List<Integer> pointers, int offset, int bytes, int shift) {}

  private static Optional<Place> place(ContextField field) {
    return field
        .access()
        .flatMap(access ->
            switch (access) {
              case FieldAccess.Plain(int width, int offset) ->
                  Optional.of(new Place(List.of(), offset, width, 0));
              case FieldAccess.Mirrored(int offset) ->
                  Optional.of(new Place(List.of(), offset, field.size(), 0));
              case FieldAccess.Behind behind -> Optional.of(behind(behind, 0));
              case FieldAccess.Shifted(var behind, int bits) -> Optional.of(behind(behind, bits));
              case FieldAccess.WritableBehind(var behind, _) -> Optional.of(behind(behind, 0));
              case FieldAccess.Bits _ -> Optional.empty();
              case FieldAccess.NonZero _ -> Optional.empty();
              case FieldAccess.AtLeast _ -> Optional.empty();
              case FieldAccess.InSharedInfo _ -> Optional.empty();
              case FieldAccess.Limited _ -> Optional.empty();
              case FieldAccess.TimeStamp _ -> Optional.empty();
            });
  }

  private static Place behind(FieldAccess.Behind behind, int shift) {
    return new Place(behind.pointers(), behind.offset(), behind.width(), shift);
  }

  /** The address of the structure that is the context. */
  long address() {
    return blocks.getOrDefault("", 0L);
  }

  /** Everything zero but the pointers. */
  void clear() {
    GuestMemory memory = heap.memory();
    blocks.forEach((path, block) -> memory.fill(block, sizes.getOrDefault(path, 0), 0));
    blocks.forEach((path, block) -> {
      int slash = path.lastIndexOf('/');
      if (slash >= 0) {
        long parent = blocks.getOrDefault(path.substring(0, slash), 0L);
        memory.putLong(parent + Integer.parseInt(path.substring(slash + 1)), block);
      }
    });
  }

  /** Puts a field of {@code user}, the context as user space has it, in its place. */
  void store(ContextField field, byte[] user) {
    place(field)
        .ifPresent(place -> {
          byte[] value = new byte[place.bytes()];
          int skipped = place.shift() / Byte.SIZE;
          int present = Math.min(value.length, field.size() - skipped);
          System.arraycopy(user, field.offset() + skipped, value, 0, present);
          heap.memory().write(block(place) + place.offset(), value);
        });
  }

  /** Takes a field back into {@code user}. */
  void load(ContextField field, byte[] user) {
    place(field)
        .ifPresent(place -> {
          byte[] value = heap.memory().read(block(place) + place.offset(), place.bytes());
          int present = Math.min(value.length, field.size());
          System.arraycopy(value, 0, user, field.offset(), present);
        });
  }

  private long block(Place place) {
    return blocks.getOrDefault(path(place.pointers()), 0L);
  }

  void free() {
    blocks.values().forEach(heap::free);
  }
}
