/**
 * The facade: {@link Loader} takes a program from its instructions to machine code in an emulated
 * kernel.
 *
 * <p>Nothing below imports this package.
 */
@NullMarked
package dev.hugetext.loader;

import org.jspecify.annotations.NullMarked;
