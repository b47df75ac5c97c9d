package dev.hugetext.loader.elf;

/**
 * One change that a section needs before use. There is no addend beside it: what the place holds is
 * the addend.
 *
 * @param offset of the place from its section's start, in bytes (unsigned)
 * @param symbol whose value goes in
 * @param fileOffset of the relocation entry itself, for messages
 */
public record Relocation(long offset, RelocationType type, ElfSymbol symbol, long fileOffset) {}
