/**
 * What an object file says about its types beyond the type graph itself: the {@code .BTF.ext}
 * section, which ties instructions to source lines and to relocations against types.
 *
 * <p>Layout: "BPF Type Format (BTF)", section 4, of the Linux documentation. Depends on {@code
 * loader.elf} and {@code loader.input}.
 */
@NullMarked
package dev.hugetext.loader.btf;

import org.jspecify.annotations.NullMarked;
