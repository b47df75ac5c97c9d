package dev.hugetext.bpf.interp;

/** An instruction that cannot be run; ends a run as {@link Result.Undefined}. */
final class UndefinedInsn extends RuntimeException {
  private static final long serialVersionUID = 1;

  UndefinedInsn(String what) {
    super(what, null, false, false);
  }
}
