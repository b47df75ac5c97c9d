package dev.hugetext.execmem;

/**
 * How much memory live text takes.
 *
 * @param occupied bytes that live blocks take, as far as the policy rounds them up
 * @param backed bytes of memory behind them, whether used or not; a text tail counts only as far as
 *     it is used, since the memory is there in any case
 */
public record TextUsage(long occupied, long backed) {
  /** No text. */
  public static final TextUsage NONE = new TextUsage(0, 0);

  /** Both together. */
  public TextUsage plus(TextUsage other) {
    return new TextUsage(occupied + other.occupied, backed + other.backed);
  }
}
