package dev.hugetext.execmem.pageattr;

/**
 * Whether frames are present in the direct map, changed without a flush: whoever takes some away
 * flushes before it relies on that.
 */
public interface DirectMapPresence {
  /**
   * {@code set_direct_map_invalid_noflush}: the frames' alias is not present any more, nor global.
   *
   * @param physical address of the first frame
   * @param pages of 4 KiB
   * @return 0 or a negative error number
   */
  int setInvalid(long physical, long pages);

  /**
   * {@code set_direct_map_default_noflush}: the frames' alias is present and writable; what was
   * global before {@link #setInvalid} is so no more.
   *
   * @param physical address of the first frame
   * @param pages of 4 KiB
   * @return 0 or a negative error number
   */
  int setDefault(long physical, long pages);
}
