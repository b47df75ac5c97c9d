package dev.hugetext.loader.core;

/** What is to become of an instruction. */
public sealed interface Fix {
  /** It is right as it stands. */
  record Keep() implements Fix {}

  /**
   * It holds a number and must hold another one.
   *
   * @param before what the compiler must have written, if {@code isCertain}
   * @param after what the kernel's types say
   * @param bytesBefore what a load or store moves; 0 where that does not matter
   * @param bytesAfter what it must move
   * @param canResize whether a load or store of another width reads the same number
   */
  record Change(
      long before,
      boolean isCertain,
      long after,
      long bytesBefore,
      long bytesAfter,
      boolean canResize)
      implements Fix {}

  /** The kernel has no such thing: it must never be reached. */
  record Poison() implements Fix {}

  /**
   * The relocation makes no sense, or fits the kernel in ways that differ.
   *
   * @param reason as a phrase
   */
  record Impossible(String reason) implements Fix {}
}
