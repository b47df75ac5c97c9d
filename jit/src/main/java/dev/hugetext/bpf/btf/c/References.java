package dev.hugetext.bpf.btf.c;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfType;
import java.util.BitSet;
import java.util.List;

/** Which types other types refer to. */
final class References {
  private final BitSet found = new BitSet();

  private References() {}

  /** Numbers of all types that another type of {@code btf} names. */
  static BitSet of(Btf btf) {
    References references = new References();
    btf.types().forEach(references::add);
    return references.found;
  }

  private void add(BtfType type) {
    switch (type) {
      case BtfType.VoidType t -> {}
      case BtfType.Int t -> {}
      case BtfType.FloatType t -> {}
      case BtfType.EnumType t -> {}
      case BtfType.Forward t -> {}
      case BtfType.Ptr t -> found.set(t.type());
      case BtfType.Array t -> {
        found.set(t.elementType());
        found.set(t.indexType());
      }
      case BtfType.Struct t -> members(t.members());
      case BtfType.Union t -> members(t.members());
      case BtfType.Typedef t -> found.set(t.type());
      case BtfType.Volatile t -> found.set(t.type());
      case BtfType.Const t -> found.set(t.type());
      case BtfType.Restrict t -> found.set(t.type());
      case BtfType.TypeTag t -> found.set(t.type());
      case BtfType.DeclTag t -> found.set(t.type());
      case BtfType.Func t -> found.set(t.type());
      case BtfType.Var t -> found.set(t.type());
      case BtfType.FuncProto t -> {
        found.set(t.returnType());
        t.params().forEach(param -> found.set(param.type()));
      }
      case BtfType.DataSec t -> t.entries().forEach(entry -> found.set(entry.type()));
    }
  }

  private void members(List<BtfType.Member> members) {
    members.forEach(member -> found.set(member.type()));
  }
}
