/**
 * Type information in files: {@link dev.hugetext.loader.btf.TypeFile} finds the type graph, {@link
 * dev.hugetext.loader.btf.BtfExt} is what an object says beyond it: the {@code .BTF.ext} section,
 * which ties instructions to source lines and to relocations against types.
 *
 * <p>Layout: "BPF Type Format (BTF)", section 4, of the Linux documentation. Depends on {@code
 * bpf.btf}, {@code loader.elf} and {@code loader.input}.
 */
@NullMarked
package dev.hugetext.loader.btf;

import org.jspecify.annotations.NullMarked;
