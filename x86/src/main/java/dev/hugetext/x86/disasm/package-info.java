/**
 * Instructions as text, as {@code objdump -d} (GNU binutils 2.40) prints them: in AT&amp;T syntax,
 * which is what bpftool shows too, or in Intel's.
 *
 * <p>Depends on {@code x86.table}, {@code x86.insn} and {@code x86.decode}.
 */
@NullMarked
package dev.hugetext.x86.disasm;

import org.jspecify.annotations.NullMarked;
