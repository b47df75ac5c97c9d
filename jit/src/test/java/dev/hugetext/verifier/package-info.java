/** The verifier as a whole. */
@NullMarked
package dev.hugetext.verifier;

import org.jspecify.annotations.NullMarked;
