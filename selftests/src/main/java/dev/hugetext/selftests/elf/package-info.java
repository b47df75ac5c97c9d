/**
 * What becomes of damaged objects, and of all objects of a folder: each must open or be refused by
 * the one error that says why, soon and in little memory.
 *
 * <p>{@link dev.hugetext.selftests.elf.MutationTrial} damages objects at random, by a seed; {@link
 * dev.hugetext.selftests.elf.CorpusReport} opens those of a folder and counts. The damage is done
 * by a reader of section headers of its own, so that it does not share the mistakes of the one
 * under test.
 */
@NullMarked
package dev.hugetext.selftests.elf;

import org.jspecify.annotations.NullMarked;
