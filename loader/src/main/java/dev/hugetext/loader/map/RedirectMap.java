package dev.hugetext.loader.map;

/** A map of places that XDP programs can send packets to. */
public interface RedirectMap {
  /** {@code XDP_REDIRECT}. */
  long REDIRECT = 4;

  /** What a failed look-up returns: the two lowest bits of the flags, an XDP action. */
  long ACTION_MASK = 3;

  /** Send to all places of the map. */
  long BROADCAST = 1 << 3;

  /** {@code XDP_ABORTED}. */
  long ABORTED = 0;

  /** Flags that this kind of map takes beside the action. */
  long redirectFlags();

  /** Whether a packet can be sent to this place. */
  boolean hasTarget(long key);

  /**
   * The map's part of {@code bpf_redirect_map} in an XDP program.
   *
   * @return the XDP action that the helper returns
   */
  default long redirect(long key, long flags) {
    if ((flags & ~(ACTION_MASK | redirectFlags())) != 0) {
      return ABORTED;
    }
    return hasTarget(key & 0xffff_ffffL) || (flags & BROADCAST) != 0
        ? REDIRECT
        : flags & ACTION_MASK;
  }
}
