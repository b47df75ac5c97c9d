package dev.hugetext.bpf.isa;

/**
 * A function of a program.
 *
 * @param name its name, e.g. in kernel symbols; empty if unknown
 * @param start index of its first slot
 */
public record FuncInfo(String name, int start) {
  public FuncInfo {
    if (start < 0) {
      throw new IllegalArgumentException("function %s starts at slot %d".formatted(name, start));
    }
  }
}
