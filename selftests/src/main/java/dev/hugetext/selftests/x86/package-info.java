/**
 * The x86 suite: random bytes, round trips, and the host's CPU beside the interpreter.
 *
 * <p>Depends on {@code x86} only.
 */
@NullMarked
package dev.hugetext.selftests.x86;

import org.jspecify.annotations.NullMarked;
