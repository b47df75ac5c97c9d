/**
 * From an accepted program to what the compiler takes: code that no path runs goes away, context
 * accesses and divisions become what the machine can do, and functions are told apart.
 *
 * <p>The result is, instruction for instruction, that of Linux 6.18 for privileged programs; the
 * inlining of map and helper calls is left out, which is an optimisation there. Nothing is checked
 * here: what is rewritten was proved by {@code verifier.explore}.
 */
@NullMarked
package dev.hugetext.verifier.rewrite;

import org.jspecify.annotations.NullMarked;
