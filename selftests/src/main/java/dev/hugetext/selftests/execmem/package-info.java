/**
 * Random operations on every policy for executable memory, beside models that are too simple to be
 * wrong: intervals, and the bytes that were written.
 *
 * <p>Each trial is one kernel with one policy, both chosen by its seed; after every step the
 * checking mode must find nothing, and what the policy did must be what the model says.
 */
@NullMarked
package dev.hugetext.selftests.execmem;

import org.jspecify.annotations.NullMarked;
