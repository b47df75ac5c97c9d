package dev.hugetext.loader.link;

/** Operations that the kernel does not have as an object has them, with the reason as a phrase. */
final class StructOpsMismatch extends Exception {
  private static final long serialVersionUID = 1;

  StructOpsMismatch(String reason) {
    super(reason);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
