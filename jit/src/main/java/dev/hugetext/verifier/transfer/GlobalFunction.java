package dev.hugetext.verifier.transfer;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfType;
import dev.hugetext.bpf.proto.ContextLayout;
import dev.hugetext.bpf.proto.Contexts;
import dev.hugetext.verifier.rule.Refusal;
import dev.hugetext.verifier.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a function that is judged alone may be given, read off its prototype. Structures that a
 * program type has as context are meant as such.
 */
final class GlobalFunction {
  private static final int MAX_ARGUMENTS = 5;
  private static final String NOT_NULL = "arg:nonnull";
  private static final String CONTEXT = "arg:ctx";

  /** A parameter. */
  sealed interface Parameter {
    /** Any number. */
    record AnyNumber() implements Parameter {}

    /** The program's context. */
    record Context() implements Parameter {}

    /** Memory of {@code size} bytes that the function reads and writes. */
    record Memory(int size, boolean maybeNull) implements Parameter {}
  }

  private final ProgramFacts facts;
  private final Btf btf;
  private final int function;
  private final String name;

  GlobalFunction(ProgramFacts facts, int function) {
    this.facts = facts;
    this.btf = facts.types().btf();
    this.function = function;
    this.name = facts.types().name(function);
  }

  /**
   * The parameters.
   *
   * @throws Refusal if there is one that no function judged alone may have
   */
  List<Parameter> parameters() {
    BtfType.FuncProto prototype = facts.types().prototype(function).orElseThrow();
    if (!facts.types().returnsNumber(function)) {
      throw prototype(
          "Global function %s() doesn't return scalar. Only those are supported.".formatted(name));
    }
    int count = prototype.params().size();
    if (count > MAX_ARGUMENTS) {
      throw prototype(
          "Global function %s() with %d > %d args. Buggy compiler."
              .formatted(name, count, MAX_ARGUMENTS));
    }
    List<Parameter> parameters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parameters.add(parameter(i, prototype.params().get(i).type()));
    }
    return parameters;
  }

  private static Refusal prototype(String found) {
    return Refusal.of(Rule.FUNCTION_PROTOTYPE, found);
  }

  private Parameter parameter(int index, int type) {
    if (facts.types().isNumberType(type)) {
      return new Parameter.AnyNumber();
    }
    if (!(btf.resolve(type) instanceof BtfType.Ptr(int target))) {
      throw prototype("Arg#%d in %s() is not supported yet.".formatted(index, name));
    }
    List<String> tags = tags(index);
    if (tags.contains(CONTEXT) || isContext(target)) {
      return new Parameter.Context();
    }
    if (!List.of(NOT_NULL).containsAll(tags)) {
      throw Refusal.of(
          Rule.UNSUPPORTED, "an argument with tags %s is not supported yet".formatted(tags));
    }
    OptionalLong size = btf.size(target);
    if (size.isEmpty() || size.getAsLong() > Integer.MAX_VALUE) {
      throw prototype("arg#%d reference type size cannot be determined".formatted(index));
    }
    return new Parameter.Memory((int) size.getAsLong(), !tags.contains(NOT_NULL));
  }

  /** Tags on the function's parameter. */
  private List<String> tags(int parameter) {
    List<String> tags = new ArrayList<>();
    for (BtfType type : btf.types()) {
      if (type instanceof BtfType.DeclTag(String tag, int of, int component)
          && component == parameter
          && facts.types().isTypeOf(function, of)) {
        tags.add(tag);
      }
    }
    return tags;
  }

  private boolean isContext(int type) {
    Optional<ContextLayout> layout = Contexts.of(facts.program().type(), facts.program().attach());
    return layout.isPresent()
        && btf.resolve(type) instanceof BtfType.Struct struct
        && struct.name().equals(layout.get().struct());
  }
}
