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
          statement(definition.of(id, type, 0));
          stages[id] = Stage.DONE;
        }
      }
      case BtfType.Forward type -> {
        statement(definition.tag(type.union() ? "union" : "struct", id));
        stages[id] = Stage.DONE;
      }
      case BtfType.Ptr type -> require(type.type(), user);
      case BtfType.Volatile type -> require(type.type(), user);
      case BtfType.Const type -> require(type.type(), user);
      case BtfType.Restrict type -> require(type.type(), user);
      case BtfType.TypeTag type -> require(type.type(), user);
      case BtfType.Array type -> require(type.elementType(), user);
      case BtfType.FuncProto type -> {
        require(type.returnType(), user);
        for (BtfType.Param param : type.params()) {
          require(param.type(), user);
        }
      }
      case BtfType.Typedef type -> typedef(id, type);
      case BtfType.Struct type -> composite(id, type.members(), user);
      case BtfType.Union type -> composite(id, type.members(), user);
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

  private void composite(int id, List<BtfType.Member> members, int user)
      throws UndeclarableException {
    boolean named = !btf.type(id).name().isEmpty();
    stages[id] = Stage.OPEN;
    if (user == 0 || !named) {
      for (BtfType.Member member : members) {
        require(member.type(), named ? id : user);
      }
    } else if (!forward.get(id) && id != user) {
      declareForward(id);
    }
    stages[id] = Stage.NEW;
    if (user == 0) {
      statement(define(id));
      stages[id] = Stage.DONE;
    }
  }

  private String define(int id) throws UndeclarableException {
    return switch (btf.type(id)) {
      case BtfType.Struct type -> definition.of(id, type, 0);
      case BtfType.Union type -> definition.of(id, type, 0);
      default -> throw new IllegalStateException("no struct or union: " + id);
    };
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
      default -> throw new IllegalStateException("never open: " + id);
    }
  }

  private void tagForward(String keyword, int id) throws UndeclarableException {
    if (btf.type(id).name().isEmpty()) {
      throw new UndeclarableException(id, "contains itself");
    }
    statement(definition.tag(keyword, id));
    forward.set(id);
  }
}
