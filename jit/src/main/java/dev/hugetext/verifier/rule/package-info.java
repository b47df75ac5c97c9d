/**
 * Everything a program can violate ({@link dev.hugetext.verifier.rule.Rule}), and a refusal as a
 * value ({@link dev.hugetext.verifier.rule.Rejection}).
 *
 * <p>Rejections, case files, documentation and the parity list all name rules by {@code Rule.id()}.
 * Depends on {@code bpf.proto} for error numbers.
 */
@NullMarked
package dev.hugetext.verifier.rule;

import org.jspecify.annotations.NullMarked;
