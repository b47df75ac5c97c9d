package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfKind;
import dev.hugetext.bpf.btf.BtfType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Turns a variable of operations into the kernel's struct of the same name: members are found by
 * name, numbers and text are copied, functions get their place.
 */
final class StructOpsMatcher {
  /** How the kernel names the struct around its operations. */
  private static final String HOLDER = "bpf_struct_ops_";

  /** A place in bits, shifted by this, is one in bytes. */
  private static final int BITS = 3;

  /** Bytes of a value; the kernel's own structs are a small part of it. */
  private static final int MOST = 1 << 16;

  private final Btf local;
  private final Btf kernel;
  private final StructOpsVariable variable;
  private final String name;
  private final List<StructOps.Operation> operations = new ArrayList<>();

  /**
   * @param members indices of the members by name
   * @param holder number of the kernel's struct that is the map's value
   * @param size of that, in bytes
   * @param operationsAt where in it the operations begin, in bytes
   */
  private record Place(
      int id,
      BtfType.Struct type,
      Map<String, Integer> members,
      int holder,
      int size,
      int operationsAt) {}

  StructOpsMatcher(Btf local, Btf kernel, StructOpsVariable variable) {
    this.local = local;
    this.kernel = kernel;
    this.variable = variable;
    this.name = Btf.withoutFlavour(variable.type().name());
  }

  /** What came of it: the operations, and the number of the value's type in the kernel's BTF. */
  record Matched(StructOps operations, int valueType) {}

  /**
   * Matches all members.
   *
   * @param map index that the map will have
   */
  Matched match(int map) throws StructOpsMismatch {
    Place place = place();
    byte[] value = new byte[place.size];
    List<BtfType.Member> members = variable.type().members();
    for (int i = 0; i < members.size(); i++) {
      match(i, members.get(i), place, value);
    }
    return new Matched(new StructOps(map, name, place.id, value, operations), place.holder);
  }

  private Place place() throws StructOpsMismatch {
    OptionalInt id = kernel.find(BtfKind.STRUCT, name);
    OptionalInt holder = kernel.find(BtfKind.STRUCT, HOLDER + name);
    if (id.isEmpty() || holder.isEmpty()) {
      throw new StructOpsMismatch(
          "the kernel has no struct %s".formatted(id.isEmpty() ? name : HOLDER + name));
    }
    BtfType.Struct type = (BtfType.Struct) kernel.type(id.getAsInt());
    BtfType.Struct around = (BtfType.Struct) kernel.type(holder.getAsInt());
    for (BtfType.Member member : around.members()) {
      int at = member.bitOffset() >>> BITS;
      boolean fits = at <= around.size() - type.size() && type.size() >= 0 && around.size() <= MOST;
      if (member.type() == id.getAsInt() && fits) {
        return new Place(id.getAsInt(), type, indices(type), holder.getAsInt(), around.size(), at);
      }
    }
    throw new StructOpsMismatch(
        "the kernel's struct %s%s has no struct %s in it".formatted(HOLDER, name, name));
  }

  private void match(int index, BtfType.Member member, Place place, byte[] value)
      throws StructOpsMismatch {
    CodeFunction function = variable.functions().get(index);
    int at = member.bitOffset() >>> BITS;
    int size = size(local, member);
    refuseOutside(member, at, size, variable.value().length);
    Integer found = place.members.get(member.name());
    if (found == null) {
      if (function != null || !isZero(at, size)) {
        throw new StructOpsMismatch(
            "the kernel's struct %s has no member '%s'".formatted(name, member.name()));
      }
      return; // what is not set need not be there
    }
    BtfType.Member other = place.type.members().get(found);
    if (member.bitfieldSize() != 0 || other.bitfieldSize() != 0) {
      throw new StructOpsMismatch("member '%s' is a bit field".formatted(member.name()));
    }
    if (local.kind(local.resolveId(member.type())) != kernel.kind(kernel.resolveId(other.type()))) {
      throw new StructOpsMismatch(
          "member '%s' is of another kind in the kernel".formatted(member.name()));
    }
    int target = place.operationsAt + (other.bitOffset() >>> BITS);
    refuseOutside(other, target, size(kernel, other), value.length);
    if (local.resolve(member.type()) instanceof BtfType.Ptr) {
      if (function != null) {
        addOperation(function, other, found, target);
      }
    } else if (size != size(kernel, other)) {
      throw new StructOpsMismatch(
          "member '%s' takes %d bytes, in the kernel %d"
              .formatted(member.name(), size, size(kernel, other)));
    } else {
      System.arraycopy(variable.value(), at, value, target, size);
    }
  }

  /** A damaged file may say anything of a member's place. */
  private static void refuseOutside(BtfType.Member member, int at, int size, int end)
      throws StructOpsMismatch {
    if (at < 0 || at > end - size) {
      throw new StructOpsMismatch(
          "member '%s' does not lie in its struct".formatted(member.name()));
    }
  }

  private void addOperation(CodeFunction function, BtfType.Member member, int index, int offset)
      throws StructOpsMismatch {
    if (!(kernel.resolve(member.type()) instanceof BtfType.Ptr(int to)
        && kernel.resolve(to) instanceof BtfType.FuncProto)) {
      throw new StructOpsMismatch("member '%s' is no function".formatted(member.name()));
    }
    operations.add(new StructOps.Operation(function.name(), member.name(), index, offset));
  }

  private static Map<String, Integer> indices(BtfType.Struct type) {
    Map<String, Integer> indices = new HashMap<>();
    for (int i = 0; i < type.members().size(); i++) {
      indices.putIfAbsent(type.members().get(i).name(), i);
    }
    return indices;
  }

  private static int size(Btf btf, BtfType.Member member) throws StructOpsMismatch {
    OptionalLong size = btf.size(member.type());
    if (size.isEmpty() || size.getAsLong() > Integer.MAX_VALUE) {
      throw new StructOpsMismatch("member '%s' has no size".formatted(member.name()));
    }
    return (int) size.getAsLong();
  }

  private boolean isZero(int at, int size) {
    byte[] bytes = variable.value();
    return Arrays.equals(Arrays.copyOfRange(bytes, at, at + size), new byte[size]);
  }
}
