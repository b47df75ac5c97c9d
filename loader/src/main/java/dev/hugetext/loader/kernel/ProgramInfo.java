package dev.hugetext.loader.kernel;

import java.util.List;

/**
 * What the kernel says of a loaded program.
 *
 * @param id the kernel's number of it
 * @param tag 16 hex digits over the instructions as loaded
 * @param xlated the instructions after the verifier's rewrites; 8 bytes a slot, all functions
 * @param jited the machine code, functions joined in order
 * @param functionLengths bytes of each function's machine code
 * @param functionAddresses where each function lies (zero where the reader may not know)
 * @param mapIds ids of the maps it uses
 * @param verifiedInsns instructions the verifier processed
 */
public record ProgramInfo(
    int id,
    String tag,
    byte[] xlated,
    byte[] jited,
    List<Integer> functionLengths,
    List<Long> functionAddresses,
    List<Integer> mapIds,
    int verifiedInsns) {}
