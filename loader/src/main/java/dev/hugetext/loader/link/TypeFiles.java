package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.loader.btf.TypeFile;
import dev.hugetext.loader.input.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files with the types of a kernel and of its modules; each is read when it is asked for. */
final class TypeFiles {
  private final Path base;
  private final boolean mustExist;
  private final List<Path> modules;
  private @Nullable Btf types;
  private @Nullable List<Btf> moduleTypes;

  private TypeFiles(Path base, boolean mustExist, List<Path> modules) {
    this.base = base;
    this.mustExist = mustExist;
    this.modules = modules;
  }

  /** Those that the running kernel shows. */
  static TypeFiles ofRunningKernel() throws InputException {
    Path base = TypeFile.RUNNING_KERNEL;
    Path folder = base.getParent();
    if (folder == null || !Files.isReadable(base)) {
      return new TypeFiles(base, false, List.of());
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> modules = files.filter(file -> !file.equals(base)).sorted().toList();
      return new TypeFiles(base, false, modules);
    } catch (IOException e) {
      throw unreadable(folder);
    }
  }

  /** These, the kernel's first. */
  static TypeFiles of(Path base, List<Path> modules) {
    return new TypeFiles(base, true, modules);
  }

  /** Types that were read already. */
  static TypeFiles of(Btf types) {
    TypeFiles files = new TypeFiles(Path.of(""), false, List.of());
    files.types = types;
    return files;
  }

  /**
   * The kernel's.
   *
   * @return empty if it is the running kernel, and does not show them
   * @throws InputException if they cannot be read
   */
  Optional<Btf> kernel() throws InputException {
    if (types == null && (mustExist || Files.isReadable(base))) {
      types = read(base, Btf.empty());
    }
    return Optional.ofNullable(types);
  }

  /** Those of its modules, each on top of the kernel's. */
  List<Btf> modules() throws InputException {
    if (moduleTypes == null) {
      List<Btf> read = new ArrayList<>();
      Optional<Btf> kernel = kernel();
      for (Path module : modules) {
        read.add(read(module, kernel.orElse(Btf.empty())));
      }
      moduleTypes = List.copyOf(read);
    }
    return moduleTypes;
  }

  private static Btf read(Path file, Btf base) throws InputException {
    try {
      return TypeFile.read(file, base);
    } catch (InputException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(file);
    }
  }

  static InputException unreadable(Path file) {
    return InputException.ofWhole(file.toString(), "cannot be read", "a file that can");
  }
}
