/**
 * Damaged type information: it is read or refused, everything that can be asked about it has an
 * answer, and nothing is refused that the running Linux takes.
 *
 * <p>{@link dev.hugetext.selftests.btf.BtfMutator} does the damage, at random by a seed, with a
 * reader of its own, so that it does not share the mistakes of the one under test; {@link
 * dev.hugetext.selftests.btf.BtfTrial} asks both sides.
 */
@NullMarked
package dev.hugetext.selftests.btf;

import org.jspecify.annotations.NullMarked;
