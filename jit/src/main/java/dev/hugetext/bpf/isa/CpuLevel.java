package dev.hugetext.bpf.isa;

/** The {@code -mcpu} level from which LLVM emits an instruction. */
public enum CpuLevel {
  V1("v1"),
  V2("v2"),
  V3("v3"),
  V4("v4"),
  /** No compiler emits it. */
  NEVER("-");

  private final String text;

  CpuLevel(String text) {
    this.text = text;
  }

  /** As in {@code -mcpu=v3}. */
  public String text() {
    return text;
  }
}
