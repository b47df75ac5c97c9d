/**
 * Which states are looked at, in which order, and when no more need be: checks of the control flow,
 * liveness, the walk over all paths ({@link dev.hugetext.verifier.explore.Explorer}), pruning by
 * states that were found safe, precision by walking back, and the limits.
 *
 * <p>The order of paths is Linux's, so that logs and counts can be compared. What an instruction
 * does is {@code verifier.transfer}'s business.
 */
@NullMarked
package dev.hugetext.verifier.explore;

import org.jspecify.annotations.NullMarked;
