/** Tests of the experiments: rows, laws, and what their options refuse. */
@NullMarked
package dev.hugetext.examples.experiment;

import org.jspecify.annotations.NullMarked;
