/**
 * Benchmarks: one class for one claim about speed; figures go to {@code RESULTS.md}.
 *
 * <p>Not part of {@code hugetext.jar}. May depend on everything.
 */
@NullMarked
package dev.hugetext.bench;

import org.jspecify.annotations.NullMarked;
