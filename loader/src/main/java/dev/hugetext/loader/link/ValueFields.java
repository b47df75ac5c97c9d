package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfType;
import dev.hugetext.bpf.proto.ValueField;
import dev.hugetext.loader.elf.ElfObject;
import dev.hugetext.loader.input.InputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what in a type the kernel itself looks after: locks, timers, lists and pointers to kernel
 * objects, also inside of its structs and arrays, as the kernel does when a map is made.
 */
final class ValueFields {
  /** As many as the kernel accepts in one value (BTF_FIELDS_MAX). */
  private static final int MOST = 11;

  /** Types that are looked through for one value; a struct in which no field lies counts once. */
  private static final int MOST_STEPS = 10_000;

  /** Deeper than any real value; the kernel's own limit is 32. */
  private static final int MOST_DEPTH = 32;

  private static final Map<String, ValueField.Kind> STRUCTS = new HashMap<>();
  private static final Map<String, ValueField.Kind> TAGS = new HashMap<>();

  static {
    for (ValueField.Kind kind : ValueField.Kind.values()) {
      (kind.isPointer() ? TAGS : STRUCTS).put(kind.text(), kind);
    }
  }

  private final ElfObject elf;
  private final long fileOffset;
  private final Btf btf;
  private final List<ValueField> fields = new ArrayList<>();
  private final Set<Integer> barren = new HashSet<>();
  private int steps;
  private int depth;

  private ValueFields(ElfObject elf, long fileOffset, Btf btf) {
    this.elf = elf;
    this.fileOffset = fileOffset;
    this.btf = btf;
  }

  /**
   * The fields of type {@code id} by offset; at most as many as the kernel accepts and one.
   *
   * @param fileOffset of the map's definition, for messages
   * @throws InputException if one lies where the kernel could not use it
   */
  static List<ValueField> of(ElfObject elf, long fileOffset, Btf btf, int id)
      throws InputException {
    ValueFields search = new ValueFields(elf, fileOffset, btf);
    search.look(id, 0);
    search.fields.sort(Comparator.comparingInt(ValueField::offset));
    return search.fields;
  }

  private void look(int id, long offset) throws InputException {
    boolean isMuch = fields.size() > MOST || ++steps > MOST_STEPS || depth == MOST_DEPTH;
    if (!isMuch && offset <= Integer.MAX_VALUE) {
      depth++;
      lookInside(btf.resolveId(id), offset);
      depth--;
    }
  }

  private void lookInside(int type, long offset) throws InputException {
    int before = fields.size();
    switch (btf.type(type)) {
      case BtfType.Struct struct -> {
        ValueField.Kind kind = STRUCTS.get(struct.name());
        if (kind != null) {
          add(kind, offset, type);
        } else {
          look(type, struct.members(), offset);
        }
      }
      case BtfType.Union union -> look(type, union.members(), offset);
      case BtfType.DataSec section -> {
        for (BtfType.DataSecEntry entry : section.entries()) {
          look(entry.type(), offset + Integer.toUnsignedLong(entry.offset()));
        }
      }
      case BtfType.Var variable -> look(variable.type(), offset);
      case BtfType.Array array -> lookInArray(array, offset);
      case BtfType.Ptr(int target) -> lookAtTags(target, offset);
      case BtfType.VoidType _,
          BtfType.Int _,
          BtfType.EnumType _,
          BtfType.Forward _,
          BtfType.Typedef _,
          BtfType.Volatile _,
          BtfType.Const _,
          BtfType.Restrict _,
          BtfType.Func _,
          BtfType.FuncProto _,
          BtfType.FloatType _,
          BtfType.DeclTag _,
          BtfType.TypeTag _ -> {}
    }
    if (fields.size() > before) {
      barren.remove(type);
    }
  }

  /** Looks at the members of struct or union {@code type}, unless there is nothing in it. */
  private void look(int type, List<BtfType.Member> members, long offset) throws InputException {
    if (barren.add(type)) { // also keeps a struct that holds itself from looping
      for (BtfType.Member member : members) {
        look(member.type(), offset + Integer.toUnsignedLong(member.bitOffset()) / Byte.SIZE);
      }
    }
  }

  private void lookInArray(BtfType.Array array, long offset) throws InputException {
    long size = btf.size(array.elementType()).orElse(0);
    long count = Integer.toUnsignedLong(array.count());
    for (long i = 0; size > 0 && i < count; i++) {
      int before = fields.size();
      look(array.elementType(), offset + i * size);
      if (fields.size() == before || fields.size() > MOST) {
        return;
      }
    }
  }

  private void lookAtTags(int target, long offset) throws InputException {
    if (btf.type(target) instanceof BtfType.TypeTag(String tag, int type)) {
      ValueField.Kind kind = TAGS.get(tag);
      if (kind != null) {
        add(kind, offset, btf.resolveId(type));
      }
    }
  }

  private void add(ValueField.Kind kind, long offset, int type) throws InputException {
    if (offset % kind.alignment() != 0) {
      throw elf.bytes()
          .wrong(
              fileOffset,
              "a %s at byte %d of a value".formatted(kind.text(), offset),
              "a multiple of " + kind.alignment());
    }
    fields.add(new ValueField(kind, (int) offset, type));
  }
}
