/**
 * Random programs and their mutants, and whether verifier and running kernel agree on them.
 *
 * <p>Everything is made from a seed, so that each program can be made again from its number.
 */
@NullMarked
package dev.hugetext.selftests.fuzz;

import org.jspecify.annotations.NullMarked;
