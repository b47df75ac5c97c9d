package dev.hugetext.execmem.policy;

import dev.hugetext.execmem.TextAllocator;
import dev.hugetext.execmem.TextUsage;
import dev.hugetext.execmem.TextUser;
import dev.hugetext.execmem.outcome.Errno;

/** {@code execmem_alloc} of a kernel without memory management unit: there is none. */
public final class NoMmuText implements TextAllocator {
  /** It has no state. */
  public NoMmuText() {}

  @Override
  public String policyName() {
    return TextPolicy.EXECMEM.text();
  }

  @Override
  public long alloc(TextUser user, long size, long align) {
    return 0;
  }

  @Override
  public long fill(long dst, byte[] src) {
    return Errno.EOPNOTSUPP.negative();
  }

  @Override
  public void free(long addr) {
    // nothing was allocated
  }

  @Override
  public TextUsage usage() {
    return TextUsage.NONE;
  }
}
