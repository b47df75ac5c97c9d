/**
 * Kernel virtual address space and what is mapped there.
 *
 * <p>{@link dev.hugetext.execmem.vmap.FreeAreaTree} answers "the lowest free place that fits" and
 * {@link dev.hugetext.execmem.vmap.FreeText} answers it for text, where areas are many and hot;
 * {@link dev.hugetext.execmem.vmap.VmapSpace} owns free, busy, waiting and pooled areas; {@link
 * dev.hugetext.execmem.vmap.Vmalloc}, {@link dev.hugetext.execmem.vmap.VmapRam} and {@link
 * dev.hugetext.execmem.vmap.PercpuAreas} put frames behind an area. All addresses compare unsigned.
 *
 * <p>Locks: {@code vmap_purge_lock} is a mutex and outermost. The spin locks of free space, of a
 * node's busy, lazy and pooled areas, and of page tables are never held together; of {@code
 * vm_map_ram} the queue's is taken before a block's. Inner loops are arrays and intrusive nodes.
 */
@NullMarked
package dev.hugetext.execmem.vmap;

import org.jspecify.annotations.NullMarked;
