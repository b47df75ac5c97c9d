/**
 * Kernel virtual address space and what is mapped there: free and busy areas, and {@code vmalloc}.
 *
 * <p>{@link dev.hugetext.execmem.vmap.FreeAreaTree} answers "the lowest free place that fits",
 * {@link dev.hugetext.execmem.vmap.VmapSpace} owns the two trees and their locks, {@link
 * dev.hugetext.execmem.vmap.Vmalloc} puts frames behind an area. All addresses compare unsigned.
 */
@NullMarked
package dev.hugetext.execmem.vmap;

import org.jspecify.annotations.NullMarked;
