package dev.hugetext.bpf.btf.c;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfType;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * In which order types are declared: what a type contains comes before it. What it only points to
 * need not, if it has a name that can be declared forward.
 */
final class DeclarationOrder {
  /** How far a type has come. */
  private enum Mark {
    NEW,
    OPEN,
    DONE
  }

  private final Btf btf;
  private final Effort effort;
  private final BitSet referenced;
  private final Mark[] marks;
  private final int[] order;
  private int count;

  DeclarationOrder(Btf btf, Effort effort) {
    this.btf = btf;
    this.effort = effort;
    this.referenced = References.of(btf);
    this.marks = new Mark[btf.types().size()];
    this.order = new int[marks.length];
    Arrays.fill(marks, Mark.NEW);
  }

  /** Adds a type and what has to be declared before it. */
  void add(int id) throws UndeclarableException {
    visit(id, false);
  }

  /** Numbers of all types that were added or come with them, each once. */
  int[] order() {
    return Arrays.copyOf(order, count);
  }

  /**
   * @param weak whether a forward declaration would do: the type is only pointed to
   * @return whether a declaration of the type is certain to come
   */
  private boolean visit(int id, boolean weak) throws UndeclarableException {
    effort.enter(id);
    boolean certain =
        switch (marks[id]) {
          case NEW -> order(id, weak);
          case OPEN -> cycle(id, weak);
          case DONE -> true;
        };
    effort.leave();
    return certain;
  }

  private boolean cycle(int id, boolean weak) throws UndeclarableException {
    if (weak && !btf.type(id).name().isEmpty()) {
      return false;
    }
    throw new UndeclarableException(id, "contains itself");
  }

  private boolean order(int id, boolean weak) throws UndeclarableException {
    return switch (btf.type(id)) {
      case BtfType.VoidType type -> done(id, true);
      case BtfType.Int type -> done(id, false);
      case BtfType.FloatType type -> done(id, false);
      case BtfType.Func type -> done(id, false);
      case BtfType.Var type -> done(id, false);
      case BtfType.DataSec type -> done(id, false);
      case BtfType.DeclTag type -> done(id, false);
      case BtfType.Ptr type -> done(id, visit(type.type(), true));
      case BtfType.Array type -> visit(type.elementType(), false);
      case BtfType.Struct type -> composite(id, type.name(), type.members(), weak);
      case BtfType.Union type -> composite(id, type.name(), type.members(), weak);
      case BtfType.EnumType type -> leaf(id, type.name());
      case BtfType.Forward type -> leaf(id, type.name());
      case BtfType.Typedef type -> typedef(id, type, weak);
      case BtfType.Volatile type -> visit(type.type(), weak);
      case BtfType.Const type -> visit(type.type(), weak);
      case BtfType.Restrict type -> visit(type.type(), weak);
      case BtfType.TypeTag type -> visit(type.type(), weak);
      case BtfType.FuncProto type -> prototype(type, weak);
    };
  }

  private boolean done(int id, boolean certain) {
    marks[id] = Mark.DONE;
    return certain;
  }

  private boolean declared(int id) {
    order[count++] = id;
    return done(id, true);
  }

  /** One without a name is written where it is used, so all that is in it must be declared. */
  private boolean composite(int id, String name, List<BtfType.Member> members, boolean weak)
      throws UndeclarableException {
    boolean named = !name.isEmpty();
    if (weak && named) {
      return false;
    }
    marks[id] = Mark.OPEN;
    for (BtfType.Member member : members) {
      visit(member.type(), false);
    }
    return named ? declared(id) : done(id, true);
  }

  /** An enumeration without a name stands alone only where nothing contains it. */
  private boolean leaf(int id, String name) {
    return name.isEmpty() && referenced.get(id) ? done(id, true) : declared(id);
  }

  private boolean typedef(int id, BtfType.Typedef type, boolean weak) throws UndeclarableException {
    boolean certain = visit(type.type(), weak);
    if (weak && !certain) {
      return false;
    }
    return marks[id] == Mark.DONE || declared(id);
  }

  private boolean prototype(BtfType.FuncProto type, boolean weak) throws UndeclarableException {
    boolean certain = visit(type.returnType(), weak);
    for (BtfType.Param param : type.params()) {
      certain |= visit(param.type(), weak);
    }
    return certain;
  }
}
