package dev.hugetext.bpf.btf.c;

/**
 * What printing may cost. Proper types need a small part of it; made-up ones can refer to each
 * other without an end, or be written out twice at each of many levels.
 */
final class Effort {
  private static final int MAX_DEPTH = 256;
  private static final int MAX_STEPS = 10_000_000;
  private static final int MAX_CHARACTERS = 64 << 20;

  private int depth;
  private int steps;
  private long characters;

  /** A type inside of the one that was entered before. */
  void enter(int type) throws UndeclarableException {
    step(type);
    if (++depth > MAX_DEPTH) {
      throw new UndeclarableException(
          type, "lies deeper than %d levels of other types".formatted(MAX_DEPTH));
    }
  }

  void leave() {
    depth--;
  }

  /** Text was made for a type; text that becomes part of other text counts again. */
  void wrote(int type, int length) throws UndeclarableException {
    characters += length;
    if (characters > MAX_CHARACTERS) {
      throw new UndeclarableException(
          type, "makes the text longer than %d characters".formatted(MAX_CHARACTERS));
    }
  }

  /** A type is looked at. */
  void step(int type) throws UndeclarableException {
    if (++steps > MAX_STEPS) {
      throw new UndeclarableException(
          type, "is reached after more than %d steps through the types".formatted(MAX_STEPS));
    }
  }
}
