/**
 * From an object file to programs that a verifier can take: which functions are programs and of
 * which type, which maps there are, and every reference between them resolved, as libbpf does it.
 *
 * <p>{@link dev.hugetext.loader.link.ObjectOpener} is the entrance. Functions that a program calls
 * are copied behind it; maps are named by their index in the object. Operations of the kernel that
 * programs implement become maps, too. Nothing is loaded or created here.
 *
 * <p>Whatever is wrong with the file leaves as {@link dev.hugetext.loader.input.InputException}.
 * Time and memory are linear in the file's length, but for the copied functions, whose sum over all
 * programs is limited.
 *
 * <p>Depends on {@code loader.elf}, {@code loader.btf}, {@code loader.core}, {@code bpf.isa},
 * {@code bpf.btf} and {@code bpf.proto}.
 */
@NullMarked
package dev.hugetext.loader.link;

import org.jspecify.annotations.NullMarked;
