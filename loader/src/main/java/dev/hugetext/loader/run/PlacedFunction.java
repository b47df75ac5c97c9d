package dev.hugetext.loader.run;

import dev.hugetext.jit.JitFunction;

/**
 * One compiled function in executable memory.
 *
 * @param function the code before it had an address
 * @param block what the text allocator returned: the header's address
 * @param blockBytes size of the block
 * @param entry where its code begins ({@code bpf_func})
 */
public record PlacedFunction(JitFunction function, long block, int blockBytes, long entry) {}
