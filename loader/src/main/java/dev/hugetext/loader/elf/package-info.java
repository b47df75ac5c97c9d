/**
 * What an ELF object file holds: sections, symbols and relocations, as the file states them.
 *
 * <p>Reads 64-bit little-endian relocatable objects for eBPF and nothing else. Every offset and
 * index that the file gives is checked before it is used, so whoever has an {@link
 * dev.hugetext.loader.elf.ElfObject} may follow its references; whatever is wrong leaves as an
 * {@link dev.hugetext.loader.input.InputException}. Nothing here knows what the sections mean to
 * eBPF.
 *
 * <p>Numbers are those of the System V ABI, chapter 4, and of the psABI supplement for eBPF.
 * Depends on {@code loader.input} only.
 */
@NullMarked
package dev.hugetext.loader.elf;

import org.jspecify.annotations.NullMarked;
