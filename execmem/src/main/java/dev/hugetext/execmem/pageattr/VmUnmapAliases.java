package dev.hugetext.execmem.pageattr;

/** Gets rid of translations of freed vmalloc space before protections change. */
public interface VmUnmapAliases {
  /** {@code vm_unmap_aliases}: purges what was freed lazily, with one flush if there is any. */
  void unmapAliases();
}
