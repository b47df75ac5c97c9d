package dev.hugetext.execmem.policy;

import dev.hugetext.execmem.TextAllocator;

/** A policy that takes memory from {@code module_alloc}, all of it or some. */
public interface ClassicText extends TextAllocator {
  /** How often {@code set_vm_flush_reset_perms} was called; what the series makes needless. */
  long resetPermsCalls();
}
