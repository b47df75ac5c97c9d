/**
 * The guest kernel's memory management: {@link dev.hugetext.execmem.KernelMemory} boots it, {@link
 * dev.hugetext.execmem.Execmem} allocates executable memory, {@link
 * dev.hugetext.execmem.TextAllocator} is what any policy for that looks like.
 *
 * <p>This package holds the facade and the interfaces that inner packages implement; it never
 * chooses a policy.
 */
@NullMarked
package dev.hugetext.execmem;

import org.jspecify.annotations.NullMarked;
