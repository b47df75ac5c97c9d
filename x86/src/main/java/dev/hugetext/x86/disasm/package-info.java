/**
 * Instructions as text, in the AT&amp;T syntax of {@code objdump -d} (GNU binutils 2.40), which is
 * what bpftool shows too.
 *
 * <p>Depends on {@code x86.table}, {@code x86.insn} and {@code x86.decode}.
 */
@NullMarked
package dev.hugetext.x86.disasm;

import org.jspecify.annotations.NullMarked;
