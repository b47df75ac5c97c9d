package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfKind;
import dev.hugetext.bpf.btf.BtfType;
import dev.hugetext.loader.core.Compatibility;
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
  private final Btf local;
  private final Map<Integer, Extern> externs;
  private final Settings settings;
  private final KernelFacts kernel;

  /**
   * @param local the object's types
   * @param externs by the index of their symbol
   * @param settings where the values of settings are
   */
  ExternResolver(
      ElfObject elf,
      Btf local,
      Map<Integer, Extern> externs,
      Settings settings,
      KernelFacts kernel) {
    this.elf = elf;
    this.local = local;
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
      case null -> throw wrong(relocation, "loads");
    };
  }

  private ReferenceTarget variable(Extern.Variable variable) throws InputException {
    if (variable.isTyped()) {
      Optional<Found> found = find(BtfKind.VAR, variable.name());
      if (found.isPresent()) {
        return found.get().fits(local, variable.type())
            ? new ReferenceTarget.KernelVariable(found.get().id())
            : new ReferenceTarget.Missing(
                "the kernel's variable '%s' is of another type".formatted(variable.name()));
      }
    } else {
      OptionalLong address = kernel.symbol(variable.name());
      if (address.isPresent()) {
        return new ReferenceTarget.Constant(address.getAsLong());
      }
    }
    return variable.weak()
        ? new ReferenceTarget.Constant(0)
        : new ReferenceTarget.Missing(
            "%s no variable '%s'".formatted(lack(BtfKind.VAR, variable.name()), variable.name()));
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
      case Extern.Setting _, Extern.Variable _ -> throw wrong(relocation, "calls");
      case null -> throw wrong(relocation, "calls");
    };
  }

  private static ReferenceTarget unknown(Extern.Unknown unknown) {
    return new ReferenceTarget.Missing(
        "'%s' is not defined, and no BTF describes it".formatted(unknown.name()));
  }

  private ReferenceTarget function(Extern.Function function) throws InputException {
    Optional<Found> found = find(BtfKind.FUNC, Btf.withoutFlavour(function.name()));
    if (found.isPresent() && found.get().fits(local, function.type())) {
      return new ReferenceTarget.KernelFunction(found.get().id());
    }
    if (function.weak()) {
      return new ReferenceTarget.NoFunction(function.number());
    }
    return new ReferenceTarget.Missing(
        found.isEmpty()
            ? "%s no function '%s'".formatted(lack(BtfKind.FUNC, function.name()), function.name())
            : "the kernel's function '%s' has another prototype".formatted(function.name()));
  }

  /**
   * A variable or function in a kernel's types.
   *
   * @param type number of its type or prototype there
   */
  private record Found(Btf types, int id, int type) {
    /** Whether its type is what the object takes it for. */
    boolean fits(Btf local, int localType) {
      return Compatibility.ofTypes(local, localType, types, type);
    }
  }

  /** Who has it not: the code of modules is nowhere here, even where their types are known. */
  private String lack(BtfKind kind, String name) throws InputException {
    for (Btf module : kernel.modules()) {
      if (module.find(kind, name).isPresent()) {
        return "the kernel, but for a module, has";
      }
    }
    return "the kernel has";
  }

  private Optional<Found> find(BtfKind kind, String name) throws InputException {
    Optional<Btf> types = kernel.types();
    if (types.isEmpty()) {
      return Optional.empty();
    }
    Btf btf = types.get();
    OptionalInt id = btf.find(kind, name);
    if (id.isEmpty()) {
      return Optional.empty();
    }
    int type =
        btf.type(id.getAsInt()) instanceof BtfType.Var variable
            ? btf.resolveId(variable.type())
            : ((BtfType.Func) btf.type(id.getAsInt())).type();
    return Optional.of(new Found(btf, id.getAsInt(), type));
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
