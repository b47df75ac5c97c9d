package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfType;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.bpf.isa.FuncInfo;
import java.util.BitSet;
import java.util.Optional;

/** What BTF says of the program's functions. */
public final class FunctionTypes {
  private final BpfProgram program;
  private final Functions functions;
  private final BitSet global = new BitSet();

  public FunctionTypes(BpfProgram program, Functions functions) {
    this.program = program;
    this.functions = functions;
    for (int function = 1; function < functions.count(); function++) {
      Optional<FuncInfo> info = typed(function);
      boolean exported =
          info.isPresent() && info.get().linkage() == BtfType.Linkage.GLOBAL && isTyped(function);
      global.set(function, exported);
    }
  }

  /** The function's record, if it has a type. */
  private Optional<FuncInfo> typed(int function) {
    int start = functions.start(function);
    for (FuncInfo info : program.funcs()) {
      if (info.start() == start && info.type() > 0 && info.type() < types().types().size()) {
        return Optional.of(info);
      }
    }
    return Optional.empty();
  }

  private Btf types() {
    return program.types();
  }

  /** The function's prototype, if it is known. */
  Optional<BtfType.FuncProto> prototype(int function) {
    return typed(function)
        .map(info -> types().type(info.type()))
        .filter(BtfType.Func.class::isInstance)
        .map(type -> types().type(((BtfType.Func) type).type()))
        .filter(BtfType.FuncProto.class::isInstance)
        .map(BtfType.FuncProto.class::cast);
  }

  /** The function's name; empty if it is not known. */
  public String name(int function) {
    return typed(function).map(FuncInfo::name).orElse("");
  }

  /** Whether the function has a type at all. */
  public boolean isTyped(int function) {
    return prototype(function).isPresent();
  }

  /** Whether the function is judged alone, by its prototype. The main function never is. */
  public boolean isGlobal(int function) {
    return global.get(function);
  }

  /** Whether the function returns an integer or an enumeration. */
  public boolean returnsNumber(int function) {
    return prototype(function).filter(prototype -> isNumber(prototype.returnType())).isPresent();
  }

  private boolean isNumber(int type) {
    return switch (types().resolve(type)) {
      case BtfType.Int number -> Integer.compareUnsigned(number.size(), Long.BYTES) <= 0;
      case BtfType.EnumType ignored -> true;
      case BtfType ignored -> false;
    };
  }

  /** Whether a type number is the function's. */
  boolean isTypeOf(int function, int type) {
    return typed(function).filter(info -> info.type() == type).isPresent();
  }

  boolean isNumberType(int type) {
    return isNumber(type);
  }

  Btf btf() {
    return types();
  }
}
