/** Laws of the numbers: soundness of every operation, exhaustively where the width allows. */
@NullMarked
package dev.hugetext.verifier.domain;

import org.jspecify.annotations.NullMarked;
