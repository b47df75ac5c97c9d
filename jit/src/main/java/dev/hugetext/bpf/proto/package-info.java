/**
 * The contracts between programs and the kernel as data: program, attach and map types, what each
 * helper takes and gives ({@link HelperTable}), which context fields exist and how accesses to them
 * are rewritten ({@link Contexts}), and where the emulated kernel structures have their fields
 * ({@link KernelAbi}).
 *
 * <p>Nothing here acts. Numbers are those of Linux 6.18's UAPI, offsets those measured on a 6.18.44
 * x86-64 kernel. Depends on {@code java.base} only.
 */
@NullMarked
package dev.hugetext.bpf.proto;

import org.jspecify.annotations.NullMarked;
