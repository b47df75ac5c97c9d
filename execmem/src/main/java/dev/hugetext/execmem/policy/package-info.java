/**
 * Policies for executable memory beside the series' own ({@link dev.hugetext.execmem.Execmem}):
 * what Linux did before it ({@link dev.hugetext.execmem.policy.ModuleAlloc}, {@link
 * dev.hugetext.execmem.policy.ProgPack}) and what it does since ({@link
 * dev.hugetext.execmem.policy.RoxCache}), behind one interface, so that they can be compared.
 *
 * <p>{@link dev.hugetext.execmem.policy.TextPolicy} names and makes them. Depends on the root
 * package; nothing there depends on this one, since a kernel does not choose its policy.
 */
@NullMarked
package dev.hugetext.execmem.policy;

import org.jspecify.annotations.NullMarked;
