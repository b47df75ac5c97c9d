/**
 * BTF, the type information of BPF objects and kernels: a model of its 19 kinds and a reader that
 * answers any bytes with types or with a {@link BtfException}.
 *
 * <p>Format: "BPF Type Format (BTF)", section 2, of the Linux documentation. Types refer to each
 * other by number, so that cycles (a list node that points to itself) are no problem; whoever
 * follows them through sizes is bounded here. Depends on {@code java.base} only.
 */
@NullMarked
package dev.hugetext.bpf.btf;

import org.jspecify.annotations.NullMarked;
