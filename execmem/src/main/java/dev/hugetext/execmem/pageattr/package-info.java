/**
 * The direct map of physical memory and {@code set_memory_*}: protections of kernel pages, their
 * alias in the direct map, and which large pages must be split for a change.
 */
@NullMarked
package dev.hugetext.execmem.pageattr;

import org.jspecify.annotations.NullMarked;
