/**
 * Types as C source: what {@code bpftool btf dump … format c} prints, and a compiler takes.
 *
 * <p>{@link dev.hugetext.bpf.btf.c.DeclarationOrder} says which types are declared one after the
 * other, {@link dev.hugetext.bpf.btf.c.Declarations} writes them and what has to stand before each;
 * a declaration is made of a {@link dev.hugetext.bpf.btf.c.Declarator} and, where it defines
 * something, of a {@link dev.hugetext.bpf.btf.c.Definition}. Types that C cannot declare end in an
 * {@link dev.hugetext.bpf.btf.c.UndeclarableException}, also where they are made to keep a printer
 * busy forever ({@link dev.hugetext.bpf.btf.c.Effort}).
 *
 * <p>Written by the output of bpftool 7.1.0 (libbpf 1.1). Depends on {@code bpf.btf}.
 */
@NullMarked
package dev.hugetext.bpf.btf.c;

import org.jspecify.annotations.NullMarked;
