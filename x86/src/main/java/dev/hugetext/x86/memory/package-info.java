/**
 * The machine's memory: sparse physical memory, its frame allocator, and real four-level page
 * tables in it.
 *
 * <p>Addresses and sizes are {@code long}, compared unsigned, in bytes. Physical memory is off-heap
 * and costs only what was written. Nothing here knows a TLB or a CPU: {@link
 * dev.hugetext.x86.memory.GuestMemory} walks the tables at every access, as a debugger would.
 *
 * <p>Depends on {@code java.base} only. Arrays and raw host addresses are allowed here, because the
 * access path of the engines ends in this package.
 */
@NullMarked
package dev.hugetext.x86.memory;

import org.jspecify.annotations.NullMarked;
