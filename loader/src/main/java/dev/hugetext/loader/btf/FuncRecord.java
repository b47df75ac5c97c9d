package dev.hugetext.loader.btf;

/**
 * The type of a function.
 *
 * @param insnOffset of its first instruction from the start of its section, in bytes (unsigned 32
 *     bits)
 * @param typeId its {@code FUNC} in the object's own BTF
 * @param fileOffset of the record itself, for messages
 */
public record FuncRecord(long insnOffset, int typeId, long fileOffset) {}
