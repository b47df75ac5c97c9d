/** What the tests of the eBPF packages share. */
@NullMarked
package dev.hugetext.bpf;

import org.jspecify.annotations.NullMarked;
