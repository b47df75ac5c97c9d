/**
 * The reference interpreter: slow, obvious, and the oracle for everything that compiles.
 *
 * <p>It knows instructions and nothing of the kernel: memory, helpers and addresses come through
 * {@link BpfMemory} and {@link HelperCalls}. Depends on {@code bpf.isa} only.
 */
@NullMarked
package dev.hugetext.bpf.interp;

import org.jspecify.annotations.NullMarked;
