package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfKind;
import dev.hugetext.loader.elf.ElfObject;
import dev.hugetext.loader.elf.ElfSymbol;
import dev.hugetext.loader.elf.Relocation;
import dev.hugetext.loader.input.InputException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Finds out what the kernel has of what an object refers to without defining it. */
final class ExternResolver {
  private final ElfObject elf;
  private final Map<Integer, Extern> externs;
  private final Settings settings;
  private final KernelFacts kernel;

  /**
   * @param externs by the index of their symbol
   * @param settings where the values of settings are
   */
  ExternResolver(
      ElfObject elf, Map<Integer, Extern> externs, Settings settings, KernelFacts kernel) {
    this.elf = elf;
    this.externs = externs;
    this.settings = settings;
    this.kernel = kernel;
  }

  /** What a 64-bit load of an undefined symbol loads. */
  ReferenceTarget variable(Relocation relocation) throws InputException {
    return switch (externs.get(relocation.symbol().index())) {
      case Extern.Setting setting -> settings.target(setting);
      case Extern.Variable variable -> variable(variable);
      case Extern.Function function -> addressOf(function);
      case Extern.Unknown unknown -> unknown(unknown);
      case null, default -> throw wrong(relocation, "loads");
    };
  }

  private ReferenceTarget variable(Extern.Variable variable) throws InputException {
    if (variable.typed()) {
      OptionalInt type = find(BtfKind.VAR, variable.name());
      if (type.isPresent()) {
        return new ReferenceTarget.KernelVariable(type.getAsInt());
      }
    } else {
      OptionalLong address = kernel.symbol(variable.name());
      if (address.isPresent()) {
        return new ReferenceTarget.Constant(address.getAsLong());
      }
    }
    return variable.weak()
        ? new ReferenceTarget.Constant(0)
        : new ReferenceTarget.Missing("the kernel has no variable '%s'".formatted(variable.name()));
  }

  /** The place of a function, which tells whether there is one. */
  private ReferenceTarget addressOf(Extern.Function function) throws InputException {
    return switch (function(function)) {
      case ReferenceTarget.KernelFunction(int type) -> new ReferenceTarget.KernelVariable(type);
      case ReferenceTarget.NoFunction(int number) -> new ReferenceTarget.Constant(0);
      case ReferenceTarget other -> other;
    };
  }

  /** What a call of an undefined symbol calls. */
  ReferenceTarget function(Relocation relocation) throws InputException {
    return switch (externs.get(relocation.symbol().index())) {
      case Extern.Function function -> function(function);
      case Extern.Unknown unknown -> unknown(unknown);
      case null, default -> throw wrong(relocation, "calls");
    };
  }

  private static ReferenceTarget unknown(Extern.Unknown unknown) {
    return new ReferenceTarget.Missing(
        "'%s' is not defined, and no BTF describes it".formatted(unknown.name()));
  }

  private ReferenceTarget function(Extern.Function function) throws InputException {
    OptionalInt type = find(BtfKind.FUNC, function.name());
    if (type.isPresent()) {
      return new ReferenceTarget.KernelFunction(type.getAsInt());
    }
    return function.weak()
        ? new ReferenceTarget.NoFunction(function.number())
        : new ReferenceTarget.Missing("the kernel has no function '%s'".formatted(function.name()));
  }

  private OptionalInt find(BtfKind kind, String name) throws InputException {
    Optional<Btf> types = kernel.types();
    return types.isEmpty() ? OptionalInt.empty() : types.get().find(kind, name);
  }

  private InputException wrong(Relocation relocation, String verb) {
    ElfSymbol symbol = relocation.symbol();
    return elf.bytes()
        .wrong(
            relocation.fileOffset(),
            "the instruction at byte 0x%x %s '%s', which the object does not define"
                .formatted(relocation.offset(), verb, symbol.name()),
            "a symbol of the object, a variable or a function of the kernel");
  }
}
