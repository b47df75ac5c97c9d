package dev.hugetext.loader.elf;

/**
 * One change that a section needs before use. What the place holds counts as an addend.
 *
 * @param offset of the place from its section's start, in bytes (unsigned)
 * @param symbol whose value goes in
 * @param addend a further one from beside the place (RELA); 0 where there is none
 * @param fileOffset of the relocation entry itself, for messages
 */
public record Relocation(
    long offset, RelocationType type, ElfSymbol symbol, long addend, long fileOffset) {}
