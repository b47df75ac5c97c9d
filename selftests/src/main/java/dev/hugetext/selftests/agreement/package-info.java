/**
 * One program, every engine: the same verdict, result, packet, maps and machine code as the running
 * kernel's.
 *
 * <p>The suite behind {@code selftest jit}.
 */
@NullMarked
package dev.hugetext.selftests.agreement;

import org.jspecify.annotations.NullMarked;
