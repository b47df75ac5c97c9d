package dev.hugetext.loader.link;

import dev.hugetext.bpf.btf.Btf;
import dev.hugetext.loader.input.InputException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an object may ask about the kernel that it is loaded into. Each answer is found out when it
 * is asked for: most objects ask nothing.
 */
public interface KernelFacts {
  /**
   * The kernel's types; empty where they are not known, and then an object's own stand.
   *
   * @throws InputException if there are some and they cannot be read
   */
  Optional<Btf> types() throws InputException;

  /**
   * The types of its modules, each on top of the kernel's own.
   *
   * @throws InputException if there are some and they cannot be read
   */
  default List<Btf> modules() throws InputException {
    return List.of();
  }

  /** As {@code LINUX_VERSION_CODE}: major, minor and patch level, a byte each. */
  int version();

  /**
   * The settings that it was built with, such as {@code CONFIG_HZ} with {@code 250}; those that are
   * not set are not in it.
   */
  Map<String, String> config() throws InputException;

  /** The address of a symbol; empty where it is not known. */
  OptionalLong symbol(String name) throws InputException;

  /** The number that {@code LINUX_VERSION_CODE} has for a version. */
  static int versionCode(int major, int minor, int patch) {
    return major << 16 | minor << 8 | Math.min(patch, 0xff);
  }
}
