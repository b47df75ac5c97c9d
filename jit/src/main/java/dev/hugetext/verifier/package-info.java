/**
 * The verifier: decides whether a program can do harm, as Linux 6.18 decides it, and makes of an
 * accepted one what the compiler takes.
 *
 * <p>This package is the facade; nothing below imports it. The floors, each seeing only those
 * before it: {@code domain} (numbers), {@code state} (registers, stack, frames), {@code transfer}
 * (one instruction), {@code explore} (all paths), {@code rewrite}; beside them {@code rule} (what
 * can be violated) and {@code log} (a listener that writes the kernel's log).
 */
@NullMarked
package dev.hugetext.verifier;

import org.jspecify.annotations.NullMarked;
