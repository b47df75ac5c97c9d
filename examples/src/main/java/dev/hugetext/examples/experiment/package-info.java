/**
 * Experiments: one workload on each policy for executable memory, and what it cost there.
 *
 * <p>Every figure is a count or follows from the machine's printed model; nothing is measured by a
 * clock. Everything random comes from the seed. An experiment names the laws that its rows must
 * obey and reports those that are broken.
 */
@NullMarked
package dev.hugetext.examples.experiment;

import org.jspecify.annotations.NullMarked;
