/**
 * What an analysis may spend ({@link Limits}) and what it spent ({@link Stats}).
 *
 * <p>Apart from the exploration that counts, because callers of the verifier read both and need to
 * see nothing else of it.
 *
 * <p>Immutable values; depends on {@code java.base} only.
 */
@NullMarked
package dev.hugetext.verifier.budget;

import org.jspecify.annotations.NullMarked;
