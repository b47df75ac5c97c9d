/**
 * Writes what the exploration does as the kernel's verifier log: same lines, same notation of
 * states, so that people and tests can compare.
 *
 * <p>A listener; the analysis never reads it.
 */
@NullMarked
package dev.hugetext.verifier.log;

import org.jspecify.annotations.NullMarked;
