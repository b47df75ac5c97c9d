/**
 * The contexts that samples without packets are run on.
 *
 * <p>Depends on {@code java.base} only, so that the generator runs straight from its source.
 */
@NullMarked
package dev.hugetext.examples.contexts;

import org.jspecify.annotations.NullMarked;
