/**
 * What is wrong with a file from outside.
 *
 * <p>A package of its own, below everything that reads files, so that readers need not know the
 * command line which reports their errors.
 *
 * <p>Depends on {@code java.base} only.
 */
@NullMarked
package dev.hugetext.loader.input;

import org.jspecify.annotations.NullMarked;
