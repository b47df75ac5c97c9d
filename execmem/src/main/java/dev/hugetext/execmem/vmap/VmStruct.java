package dev.hugetext.execmem.vmap;

import dev.hugetext.x86.memory.PageSize;
import java.util.List;

/**
 * What {@code vmalloc} put behind a busy area ({@code struct vm_struct}).
 *
 * @param address first byte
 * @param size bytes that are mapped, a multiple of {@code pageSize}; a guard page is not counted
 * @param pageSize size of the pages it is mapped by
 * @param frames physical addresses of these pages, in order
 * @param flushResetPerms whether freeing it first resets the direct map ({@code
 *     VM_FLUSH_RESET_PERMS}), because protections of its frames were changed
 */
public record VmStruct(
    long address, long size, PageSize pageSize, List<Long> frames, boolean flushResetPerms) {
  public VmStruct {
    frames = List.copyOf(frames);
    if (size <= 0 || size != frames.size() * pageSize.bytes()) {
      throw new IllegalArgumentException(
          "0x%x bytes are not %d %s pages".formatted(size, frames.size(), pageSize));
    }
  }

  /** The same, to be freed with the direct map reset. */
  VmStruct withFlushResetPerms() {
    return new VmStruct(address, size, pageSize, frames, true);
  }

  /** First byte after what is mapped. */
  public long end() {
    return address + size;
  }

  /** Number of 4 KiB pages, as {@code set_memory_*} counts. */
  public long smallPages() {
    return size / PageSize.KIB_4.bytes();
  }
}
