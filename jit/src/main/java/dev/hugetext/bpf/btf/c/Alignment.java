package dev.hugetext.bpf.btf.c;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfType;
import java.util.List;

/** How a compiler for eBPF aligns types, in bytes. */
final class Alignment {
  private static final int LARGEST = 8;

  private final Btf btf;
  private final Effort effort;

  /** By type; 0 for those that were not asked for. */
  private final byte[] known;

  Alignment(Btf btf, Effort effort) {
    this.btf = btf;
    this.effort = effort;
    this.known = new byte[btf.types().size()];
  }

  /** Of a type; 0 for those of which there are no values. */
  int of(int id) throws UndeclarableException {
    if (known[id] == 0) {
      effort.enter(id);
      known[id] = (byte) compute(id);
      effort.leave();
    }
    return known[id];
  }

  private int compute(int id) throws UndeclarableException {
    return switch (btf.type(id)) {
      case BtfType.Int type -> scalar(type.size());
      case BtfType.EnumType type -> scalar(type.size());
      case BtfType.FloatType type -> scalar(type.size());
      case BtfType.Ptr type -> LARGEST;
      case BtfType.Typedef type -> of(type.type());
      case BtfType.Volatile type -> of(type.type());
      case BtfType.Const type -> of(type.type());
      case BtfType.Restrict type -> of(type.type());
      case BtfType.TypeTag type -> of(type.type());
      case BtfType.Array type -> of(type.elementType());
      case BtfType.Struct type -> composite(type.size(), type.members());
      case BtfType.Union type -> composite(type.size(), type.members());
      case BtfType.VoidType type -> 0;
      case BtfType.Forward type -> 0;
      case BtfType.Func type -> 0;
      case BtfType.FuncProto type -> 0;
      case BtfType.Var type -> 0;
      case BtfType.DataSec type -> 0;
      case BtfType.DeclTag type -> 0;
    };
  }

  private static int scalar(int size) {
    return Integer.compareUnsigned(size, LARGEST) < 0 ? size : LARGEST;
  }

  private int composite(int size, List<BtfType.Member> members) throws UndeclarableException {
    return isPacked(size, members) ? 1 : strictest(members);
  }

  private int strictest(List<BtfType.Member> members) throws UndeclarableException {
    int strictest = 1;
    for (BtfType.Member member : members) {
      strictest = Math.max(strictest, of(member.type()));
    }
    return strictest;
  }

  /** Whether a composite must be packed: a member or its end are not where alignment has them. */
  boolean isPacked(int size, List<BtfType.Member> members) throws UndeclarableException {
    for (BtfType.Member member : members) {
      int align = Math.max(1, of(member.type()));
      long offset = Integer.toUnsignedLong(member.bitOffset());
      if (member.bitfieldSize() == 0 && offset % ((long) align * Byte.SIZE) != 0) {
        return true;
      }
    }
    return Integer.toUnsignedLong(size) % strictest(members) != 0;
  }
}
