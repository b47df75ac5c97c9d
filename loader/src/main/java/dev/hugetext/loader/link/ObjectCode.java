package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.BtfType;
import dev.hugetext.bpf.btf.BtfType.Linkage;
import dev.hugetext.bpf.isa.FuncInfo;
import dev.hugetext.bpf.isa.LineInfo;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.loader.core.Fix;
import dev.hugetext.loader.core.Relocator;
import dev.hugetext.loader.elf.ElfObject;
import dev.hugetext.loader.input.InputException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All code of an object with its references resolved, and what its BTF says about it. */
final class ObjectCode {
  /** Slots of all programs together; Linux accepts no program of more than a million. */
  static final int LIMIT = 2_000_000;

  private final ElfObject elf;
  private final NavigableMap<Integer, CodeSection> sections;
  private final Map<Integer, ResolvedSection> resolved = new HashMap<>();
  private final ObjectTypes types;
  private final InsnTable<Integer> functionTypes;
  private final InsnTable<LineInfo> lines;
  private int used;

  /**
   * @param resolver of references
   * @param facts what BTF says about single instructions
   * @param relocator of what depends on the kernel's types
   * @throws InputException if a reference leads nowhere
   */
  ObjectCode(
      ElfObject elf,
      NavigableMap<Integer, CodeSection> sections,
      ReferenceResolver resolver,
      ObjectTypes types,
      InsnFacts facts,
      Relocator relocator)
      throws InputException {
    this.elf = elf;
    this.sections = sections;
    this.types = types;
    this.functionTypes = facts.functions();
    this.lines = facts.lines();
    InsnTable<Fix> fixes = facts.fixes(relocator);
    for (var section : sections.entrySet()) {
      CodeSection code = section.getValue();
      resolved.put(
          section.getKey(),
          ResolvedSection.of(code, resolver.resolve(code), fixes.in(section.getKey())));
    }
  }

  Collection<CodeSection> sections() {
    return sections.values();
  }

  List<RawInsn> insns(CodeFunction function) {
    return of(function).insns().subList(function.start(), function.end());
  }

  /** With slots counted in the function's section. */
  Collection<LineInfo> lines(CodeFunction function) {
    return lines.in(function).values();
  }

  /** What is known of {@code function}, for a program in which it begins at slot {@code base}. */
  FuncInfo info(CodeFunction function, int base) {
    Integer id = functionTypes.in(function).get(function.start());
    if (id != null && types.btf().type(id) instanceof BtfType.Func type) {
      Linkage linkage = function.hidden() ? Linkage.STATIC : type.linkage();
      return new FuncInfo(function.name(), base, id, linkage);
    }
    return new FuncInfo(function.name(), base);
  }

  /** The function that a slot of {@code function}'s section refers to, or null. */
  @Nullable CodeFunction functionNamedAt(CodeFunction function, int slot) {
    return of(function).functions().get(slot);
  }

  /** Why a program with {@code function} in it cannot be loaded, if it cannot. */
  Optional<String> missing(CodeFunction function) {
    var unresolved = of(function).missing().subMap(function.start(), true, function.end(), false);
    var first = Optional.ofNullable(unresolved.firstEntry());
    return first.map(entry ->
        "%s: instruction %d of function %s"
            .formatted(entry.getValue(), entry.getKey() - function.start(), function.name()));
  }

  /**
   * Says that a program has a copy of {@code function}.
   *
   * @throws InputException if that is one copy too many
   */
  void use(CodeFunction function) throws InputException {
    if (function.length() > LIMIT - used) {
      throw elf.bytes()
          .wrong(
              function.fileOffset(function.start()),
              "programs of more than %d instructions with all that they call".formatted(LIMIT),
              "at most that many in one object");
    }
    used += function.length();
  }

  private ResolvedSection of(CodeFunction function) {
    ResolvedSection section = resolved.get(function.section().index());
    if (section == null) {
      throw new IllegalArgumentException("not a function of this object: " + function);
    }
    return section;
  }
}
