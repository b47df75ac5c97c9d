/**
 * The packets that the samples are run on.
 *
 * <p>Depends on {@code java.base} only, so that the generator runs straight from its source.
 */
@NullMarked
package dev.hugetext.examples.packets;

import org.jspecify.annotations.NullMarked;
