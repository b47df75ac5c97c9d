package dev.hugetext.bpf.isa;

import dev.hugetext.bpf.btf.BtfType.Linkage;
import java.util.Objects;

/**
 * A function of a program.
 *
 * @param name its name, e.g. in kernel symbols; empty if unknown
 * @param start index of its first slot
 * @param type number of its {@code FUNC} in the program's BTF; 0 if there is none
 * @param linkage whether the verifier judges it alone, by its prototype (global), or anew at each
 *     call (static); programs without BTF have only the latter
 */
public record FuncInfo(String name, int start, int type, Linkage linkage) {
  public FuncInfo {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(linkage, "linkage");
    if (start < 0) {
      throw new IllegalArgumentException("function %s starts at slot %d".formatted(name, start));
    }
  }

  /** A function without a type. */
  public FuncInfo(String name, int start) {
    this(name, start, 0, Linkage.STATIC);
  }
}
