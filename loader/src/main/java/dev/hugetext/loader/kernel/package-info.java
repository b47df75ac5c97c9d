/**
 * The running Linux through bpf(2): what the emulator is compared with, and the {@code kernel}
 * engine.
 *
 * <p>Every call gives an {@link dev.hugetext.loader.kernel.Outcome}: the kernel's refusal is a
 * value with its errno, never an exception. File descriptors are closed by their {@link
 * AutoCloseable} handles. Nothing here attaches, pins or changes a setting of the host; a program
 * lives as long as its handle. Layouts of {@code union bpf_attr} and the info structures are those
 * of the UAPI header {@code linux/bpf.h}; each offset is written once, in the class that fills the
 * structure.
 *
 * <p>Works on x86-64 Linux for a user who may call bpf(2); {@link
 * dev.hugetext.loader.kernel.Bpf#available()} says why not elsewhere. Depends on {@code bpf.isa}
 * and {@code bpf.proto} only.
 */
@NullMarked
package dev.hugetext.loader.kernel;

import org.jspecify.annotations.NullMarked;
