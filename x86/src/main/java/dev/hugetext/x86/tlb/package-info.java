/**
 * Translation lookaside buffers: functional (an access uses the translation that is held, also a
 * stale one) and counted.
 *
 * <p>{@link dev.hugetext.x86.tlb.TlbGeometry} says as data what a processor has, with the source of
 * each figure; {@link dev.hugetext.x86.tlb.Tlb} is one side (instruction or data) of one CPU;
 * {@link dev.hugetext.x86.tlb.PageWalker} is the hardware's page walk. Every first-level hit in the
 * most recently used way of a set leaves the state as it was, so a <em>soft-TLB</em> that holds
 * only those pages is an exact filter before the model.
 *
 * <p>Inner loops here use arrays and packed longs. Depends on {@code x86.memory} only.
 */
@NullMarked
package dev.hugetext.x86.tlb;

import org.jspecify.annotations.NullMarked;
