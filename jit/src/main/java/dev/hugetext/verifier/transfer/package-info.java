/**
 * What one instruction does to a state: one class per family of instructions, each a set of checks
 * that end in a {@link dev.hugetext.verifier.rule.Refusal} or in changed registers and slots.
 *
 * <p>A transfer never loops over paths, never prints and never decides what is explored next. What
 * it needs from the exploration (new ids, marks of precision, notes for liveness) it asks through
 * {@link dev.hugetext.verifier.transfer.Exploration}. Kernel behaviour is that of Linux 6.18.
 */
@NullMarked
package dev.hugetext.verifier.transfer;

import org.jspecify.annotations.NullMarked;
