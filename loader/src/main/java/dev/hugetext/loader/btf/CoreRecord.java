package dev.hugetext.loader.btf;

/**
 * A relocation against a type ("compile once, run everywhere"): the instruction needs a number that
 * depends on the layout of a type in the running kernel.
 *
 * @param insnOffset from the start of its section, in bytes (unsigned 32 bits)
 * @param typeId root of the access, in the object's own BTF
 * @param accessOffset of the access path, such as {@code 0:1:2}, in BTF's strings
 * @param kind which number is wanted
 * @param fileOffset of the record itself, for messages
 */
public record CoreRecord(
    long insnOffset, int typeId, int accessOffset, int kind, long fileOffset) {}
