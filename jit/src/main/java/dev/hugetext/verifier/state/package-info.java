/**
 * What the verifier knows at one point of one path: registers ({@link
 * dev.hugetext.verifier.state.RegValue}), stack slots, frames, and when one state covers another
 * ({@link dev.hugetext.verifier.state.StateComparison}).
 *
 * <p>Values are immutable; a {@link dev.hugetext.verifier.state.MachineState} belongs to one path
 * and shares its frames with its copies until one of them writes. Nothing here knows instructions.
 * Depends on {@code verifier.domain}.
 */
@NullMarked
package dev.hugetext.verifier.state;

import org.jspecify.annotations.NullMarked;
