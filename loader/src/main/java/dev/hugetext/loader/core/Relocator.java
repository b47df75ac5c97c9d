package dev.hugetext.loader.core;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.bpf.btf.BtfKind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds out what relocations of one object come to for one kernel. */
public final class Relocator {
  private final Btf local;
  private final Optional<Btf> kernel;
  private final List<Btf> modules;

  /** Types of the kernel that may be meant, by type of the object: many relocations share one. */
  private final Map<Integer, List<Candidate>> candidates = new HashMap<>();

  /**
   * @param local the object's types
   * @param kernel the kernel's; without them only what is about the object itself changes
   * @param modules those of its modules, which count where the kernel has none of the name
   */
  public Relocator(Btf local, Optional<Btf> kernel, List<Btf> modules) {
    this.local = local;
    this.kernel = kernel;
    this.modules = List.copyOf(modules);
  }

  /** A type that may be meant. */
  private record Candidate(Btf types, int id) {}

  /**
   * What one relocation comes to.
   *
   * @param type number of the type that the path begins with, which the object has
   * @param path such as {@code 0:1:2}
   */
  public Fix fix(RelocationKind kind, int type, String path) {
    try {
      Access access = AccessReader.read(local, type, path, kind);
      if (kind == RelocationKind.TYPE_ID_LOCAL) {
        return new Fix.Change(type, false, type, 0, 0, true);
      }
      return kernel.isEmpty() ? new Fix.Keep() : against(kernel.get(), kind, access);
    } catch (CoreFailure failure) {
      return new Fix.Impossible(failure.reason());
    }
  }

  private Fix against(Btf target, RelocationKind kind, Access access) throws CoreFailure {
    if (local.type(access.root()).name().isEmpty()) {
      throw new CoreFailure("type %d has no name".formatted(access.root()));
    }
    Optional<Access> found = Optional.empty();
    Optional<Fix> fix = Optional.empty();
    for (Candidate candidate : candidates(target, access.root())) {
      Btf types = candidate.types;
      Optional<Access> match = AccessMatcher.match(access, types, candidate.id, kind);
      if (match.isPresent()) {
        Fix one = fix(kind, access, match, types);
        boolean differs =
            found.isPresent()
                && (found.get().bitOffset() != match.get().bitOffset()
                    || !sameOutcome(fix.orElseThrow(), one));
        if (differs) {
          throw new CoreFailure("several types of the kernel fit, and differ");
        }
        found = match;
        fix = Optional.of(one);
      }
    }
    return fix.isPresent() ? fix.get() : fix(kind, access, Optional.empty(), target);
  }

  private static boolean sameOutcome(Fix left, Fix right) {
    return left instanceof Fix.Change one && right instanceof Fix.Change other
        ? one.after() == other.after()
        : left.getClass() == right.getClass();
  }

  private Fix fix(RelocationKind kind, Access mine, Optional<Access> theirs, Btf target)
      throws CoreFailure {
    CoreValue before = CoreValue.of(kind, Optional.of(mine)).orElseThrow();
    Optional<CoreValue> after = CoreValue.of(kind, theirs);
    if (after.isEmpty()) {
      return new Fix.Poison();
    }
    CoreValue value = after.get();
    return new Fix.Change(
        before.number(),
        before.isCertain(),
        value.number(),
        before.memoryBytes(),
        value.memoryBytes(),
        before.canBecome(value, local, target));
  }

  private List<Candidate> candidates(Btf target, int root) {
    return candidates.computeIfAbsent(root, id -> find(target, id));
  }

  private List<Candidate> find(Btf target, int root) {
    List<Candidate> found = in(target, root).toList();
    return found.isEmpty()
        ? modules.stream()
            .flatMap(module -> in(module, root).filter(one -> one.id >= module.firstId()))
            .toList()
        : found;
  }

  private Stream<Candidate> in(Btf types, int root) {
    String name = local.type(root).name();
    BtfKind kind = local.kind(root);
    IntStream ids =
        Compatibility.isEnum(kind)
            ? IntStream.concat(
                    Arrays.stream(types.findFlavours(BtfKind.ENUM, name)),
                    Arrays.stream(types.findFlavours(BtfKind.ENUM64, name)))
                .sorted()
            : Arrays.stream(types.findFlavours(kind, name));
    return ids.mapToObj(id -> new Candidate(types, id));
  }
}
