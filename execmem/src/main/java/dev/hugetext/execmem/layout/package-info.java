/**
 * Where things are in the emulated kernel's address space, as values: {@link
 * dev.hugetext.execmem.layout.KernelLayout} for the ranges, {@link
 * dev.hugetext.execmem.layout.KernelImage} for the static text and its symbols, {@link
 * dev.hugetext.execmem.layout.Protection} for the page protections.
 *
 * <p>Nothing here changes after construction except the one text tail that {@link
 * dev.hugetext.execmem.layout.KernelAddresses} learns of.
 */
@NullMarked
package dev.hugetext.execmem.layout;

import org.jspecify.annotations.NullMarked;
