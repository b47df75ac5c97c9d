package dev.hugetext.bpf.btf.c;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfType;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Writes declarations, each behind those that it needs and that are not there yet. */
final class Declarations {
  /** Types that gcc has built in on Arm, and that other compilers do not know. */
  private static final Map<String, String> BUILT_IN =
      Map.of(
          "__Poly8_t", "unsigned char",
          "__Poly16_t", "unsigned short",
          "__Poly64_t", "unsigned long long",
          "__Poly128_t", "unsigned __int128");

  private static final String VARIADIC = "__builtin_va_list";
  private static final String VARIADIC_OF_GCC = "__gnuc_va_list";

  /** How far a type has come. */
  private enum Stage {
    NEW,
    OPEN,
    DONE
  }

  private final Btf btf;
  private final Effort effort;
  private final Consumer<String> out;
  private final CNames names;
  private final Definition definition;
  private final Stage[] stages;

  /** Types of which there is a declaration that is enough to point to them. */
  private final BitSet forward = new BitSet();

  Declarations(Btf btf, Effort effort, Consumer<String> out) {
    this.btf = btf;
    this.effort = effort;
    this.out = out;
    this.names = new CNames(btf);
    this.definition = new Definition(btf, names, effort);
    this.stages = new Stage[btf.types().size()];
    Arrays.fill(stages, Stage.NEW);
    stages[0] = Stage.DONE;
  }

  /** Declares a type; what it contains has been. */
  void declare(int id) throws UndeclarableException {
    require(id, 0);
  }

  /**
   * Makes sure that a type can be used within {@code user}, or, if that is 0, declares the type
   * itself.
   */
  private void require(int id, int user) throws UndeclarableException {
    effort.enter(id);
    switch (stages[id]) {
      case NEW -> write(id, user);
      case OPEN -> {
        if (id != user && !forward.get(id)) {
          declareForward(id);
        }
      }
      case DONE -> {}
    }
    effort.leave();
  }

  private void write(int id, int user) throws UndeclarableException {
    switch (btf.type(id)) {
      case BtfType.Int type -> builtIn(id, type.name());
      case BtfType.EnumType type -> {
        if (user == 0) {
          defined(id, definition.of(id, type, 0));
        }
      }
      case BtfType.Forward type -> {
        defined(id, definition.tag(type.union() ? "union" : "struct", id));
      }
      case BtfType.Ptr type -> require(type.type(), user);
      case BtfType.Volatile type -> require(type.type(), user);
      case BtfType.Const type -> require(type.type(), user);
      case BtfType.Restrict type -> require(type.type(), user);
      case BtfType.TypeTag type -> require(type.type(), user);
      case BtfType.Array type -> require(type.elementType(), user);
      case BtfType.FuncProto type -> prototype(type, user);
      case BtfType.Typedef type -> typedef(id, type);
      case BtfType.Struct type -> {
        if (composite(id, "struct", type.members(), user)) {
          defined(id, definition.of(id, type, 0));
        }
      }
      case BtfType.Union type -> {
        if (composite(id, "union", type.members(), user)) {
          defined(id, definition.of(id, type, 0));
        }
      }
      case BtfType.VoidType type -> {}
      case BtfType.FloatType type -> {}
      case BtfType.Func type -> {}
      case BtfType.Var type -> {}
      case BtfType.DataSec type -> {}
      case BtfType.DeclTag type -> {}
    }
  }

  private void statement(String declaration) {
    out.accept(declaration + ";\n\n");
  }

  private void prototype(BtfType.FuncProto type, int user) throws UndeclarableException {
    require(type.returnType(), user);
    for (BtfType.Param param : type.params()) {
      require(param.type(), user);
    }
  }

  private void defined(int id, String declaration) {
    statement(declaration);
    stages[id] = Stage.DONE;
  }

  private void builtIn(int id, String name) {
    String meaning = BUILT_IN.get(name);
    if (meaning != null) {
      statement("typedef " + meaning + " " + name);
    }
    stages[id] = Stage.DONE;
  }

  /** If somebody points to it meanwhile, it is declared then, with the target only declared. */
  private void typedef(int id, BtfType.Typedef type) throws UndeclarableException {
    stages[id] = Stage.OPEN;
    require(type.type(), id);
    if (!forward.get(id)) {
      declareTypedef(id, type);
    }
    stages[id] = Stage.DONE;
  }

  private void declareTypedef(int id, BtfType.Typedef type) throws UndeclarableException {
    if (type.type() == 0 && type.name().equals(VARIADIC_OF_GCC)) {
      statement("typedef " + VARIADIC + " " + VARIADIC_OF_GCC);
    } else if (!type.name().equals(VARIADIC)) { // compilers have it
      statement("typedef " + definition.declarator().of(type.type(), names.of(id), 0));
    }
  }

  /** Sees to what a struct or union needs; says whether it is to be defined now. */
  private boolean composite(int id, String keyword, List<BtfType.Member> members, int user)
      throws UndeclarableException {
    boolean named = !btf.type(id).name().isEmpty();
    stages[id] = Stage.OPEN;
    if (user == 0 || !named) {
      for (BtfType.Member member : members) {
        require(member.type(), named ? id : user);
      }
    } else if (!forward.get(id) && id != user) {
      tagForward(keyword, id);
    }
    stages[id] = Stage.NEW;
    return user == 0;
  }

  /** Declares a type that is being written, so that it can be pointed to. */
  private void declareForward(int id) throws UndeclarableException {
    switch (btf.type(id)) {
      case BtfType.Struct type -> tagForward("struct", id);
      case BtfType.Union type -> tagForward("union", id);
      case BtfType.Typedef type -> {
        declareTypedef(id, type);
        forward.set(id);
      }
      case BtfType.VoidType type -> throw neverOpen(type);
      case BtfType.Int type -> throw neverOpen(type);
      case BtfType.Ptr type -> throw neverOpen(type);
      case BtfType.Array type -> throw neverOpen(type);
      case BtfType.EnumType type -> throw neverOpen(type);
      case BtfType.Forward type -> throw neverOpen(type);
      case BtfType.Volatile type -> throw neverOpen(type);
      case BtfType.Const type -> throw neverOpen(type);
      case BtfType.Restrict type -> throw neverOpen(type);
      case BtfType.Func type -> throw neverOpen(type);
      case BtfType.FuncProto type -> throw neverOpen(type);
      case BtfType.Var type -> throw neverOpen(type);
      case BtfType.DataSec type -> throw neverOpen(type);
      case BtfType.FloatType type -> throw neverOpen(type);
      case BtfType.DeclTag type -> throw neverOpen(type);
      case BtfType.TypeTag type -> throw neverOpen(type);
    }
  }

  private static IllegalStateException neverOpen(BtfType type) {
    return new IllegalStateException("is written in one go: " + type);
  }

  private void tagForward(String keyword, int id) throws UndeclarableException {
    if (btf.type(id).name().isEmpty()) {
      throw new UndeclarableException(id, "contains itself");
    }
    statement(definition.tag(keyword, id));
    forward.set(id);
  }
}
