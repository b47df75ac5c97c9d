/**
 * What {@code BPF_PROG_TEST_RUN} puts before a program: packet, device and context structure in
 * guest memory, and what is read back afterwards.
 *
 * <p>Sizes, refusals and defaults are those of Linux 6.18, measured through bpf(2). Knows field
 * offsets only through {@code bpf.proto.KernelAbi}.
 */
@NullMarked
package dev.hugetext.loader.context;

import org.jspecify.annotations.NullMarked;
