/**
 * The {@code selftest} commands.
 *
 * <p>Each parses, runs a suite of this module, prints seed, counts, rate and verdict.
 */
@NullMarked
package dev.hugetext.selftests.command;

import org.jspecify.annotations.NullMarked;
