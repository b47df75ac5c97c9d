package dev.hugetext.loader.map;

import java.util.Objects;

/**
 * What a map gets from its kernel.
 *
 * @param heap its memory
 * @param id its number among the kernel's maps, from 1 on
 * @param hashSeed what its hash function starts from, unless it is made with {@code
 *     BPF_F_ZERO_SEED}
 */
record MapSite(KernelHeap heap, int id, int hashSeed) {
  MapSite {
    Objects.requireNonNull(heap, "heap");
  }
}
