/**
 * What the verifier can say about a number: which bits are known ({@link
 * dev.hugetext.verifier.domain.Tnum}) and in which ranges it lies, signed and unsigned, as a whole
 * and in its low half.
 *
 * <p>Everything here is an immutable value with one method per operation. Nothing here knows
 * registers, programs or logging, so each operation is tested alone against all concrete values of
 * a small width. Soundness is the one law: whatever the inputs allow, the output allows the result.
 *
 * <p>Hot: these values are made for every instruction that the verifier processes, so there are no
 * streams and no boxing. Depends on {@code java.base} only; used by {@code verifier.state} and
 * {@code verifier.transfer}.
 */
@NullMarked
package dev.hugetext.verifier.domain;

import org.jspecify.annotations.NullMarked;
