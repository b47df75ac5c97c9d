package dev.hugetext.loader.core;

/**
 * A relocation that cannot be done at all, with the reason as a phrase; libbpf refuses the load.
 */
final class CoreFailure extends Exception {
  private static final long serialVersionUID = 1;

  CoreFailure(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
