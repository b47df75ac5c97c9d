package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.execmem.pageattr.DirectMapPresence;
import dev.hugetext.x86.memory.PageSize;

/**
 * What {@code vfree} owes memory whose permissions were changed (VM_FLUSH_RESET_PERMS): its alias
 * in the direct map is taken away, one flush covers that and all freed address space, and then the
 * alias is as it was.
 *
 * @see <a href="https://github.com/torvalds/linux/blob/v6.1/mm/vmalloc.c">vm_remove_mappings</a>
 */
final class PermissionReset {
  private final KernelLayout layout;
  private final VmapSpace space;
  private final DirectMapPresence presence;

  PermissionReset(KernelLayout layout, VmapSpace space, DirectMapPresence presence) {
    this.layout = layout;
    this.space = space;
    this.presence = presence;
  }

  /** For memory that is unmapped and waits for a purge already. */
  void flushAndReset(VmStruct vm) {
    FlushRange range = FlushRange.NONE;
    for (long frame : vm.frames()) {
      long alias = layout.directMapAddress(frame);
      range = range.with(alias, alias + vm.pageSize().bytes());
    }
    forEachSmallPage(vm, true);
    space.unmapAliases(range);
    forEachSmallPage(vm, false);
  }

  /** Also of large pages each 4 KiB by itself, as the kernel does. */
  private void forEachSmallPage(VmStruct vm, boolean invalidate) {
    for (long frame : vm.frames()) {
      for (long at = 0; at < vm.pageSize().bytes(); at += PageSize.KIB_4.bytes()) {
        int _ =
            invalidate ? presence.setInvalid(frame + at, 1) : presence.setDefault(frame + at, 1);
      }
    }
  }
}
