package dev.hugetext.loader.map;

import dev.hugetext.bpf.proto.MapDef;
import dev.hugetext.bpf.proto.ValueField;
import dev.hugetext.x86.memory.GuestMemory;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A value with the fields that the kernel manages: copies go around them ({@code copy_map_value}),
 * and user space reads zeros in their place.
 */
final class ValueLayout {
  private final int size;
  private final List<ValueField> fields;
  private final boolean lock;

  ValueLayout(MapDef def) {
    this(def, def.valueSize());
  }

  /** Of values that are copied with what follows them, {@code size} bytes in all. */
  ValueLayout(MapDef def, int size) {
    this.size = size;
    fields = def.fields().stream().sorted(Comparator.comparingInt(ValueField::offset)).toList();
    lock = def.types().first(ValueField.Kind.SPIN_LOCK).isPresent();
  }

  /** Whether {@code BPF_F_LOCK} means something here. */
  boolean hasLock() {
    return lock;
  }

  /** Stores a value, leaving the kernel's fields as they are. */
  void store(GuestMemory memory, long address, byte[] value) {
    int from = 0;
    for (ValueField field : fields) {
      memory.write(address + from, value, from, field.offset() - from);
      from = field.offset() + field.kind().size();
    }
    memory.write(address + from, value, from, size - from);
  }

  /** Stores a value where none was: the kernel's fields are zero. */
  void initialise(GuestMemory memory, long address, byte[] value) {
    store(memory, address, value);
    for (ValueField field : fields) {
      memory.fill(address + field.offset(), field.kind().size(), 0);
    }
  }

  /** A value as user space reads it. */
  byte[] load(GuestMemory memory, long address) {
    byte[] value = memory.read(address, size);
    for (ValueField field : fields) {
      Arrays.fill(value, field.offset(), field.offset() + field.kind().size(), (byte) 0);
    }
    return value;
  }
}
