package dev.hugetext.execmem.sync;

import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.execmem.outcome.Warnings;
import dev.hugetext.x86.memory.FrameAllocator;
import dev.hugetext.x86.memory.PageTable;
import dev.hugetext.x86.memory.PhysicalMemory;

/**
 * The kernel's own address space ({@code init_mm}), which all CPUs share.
 *
 * @param layout what lies where in it
 * @param memory the physical memory behind it
 * @param frames the allocator of that memory
 * @param table its page table
 * @param flush how the CPUs forget translations of it
 * @param cpu which CPU the calling thread is
 * @param warnings where those who work on it report what should not happen
 */
public record InitMm(
    KernelLayout layout,
    PhysicalMemory memory,
    FrameAllocator frames,
    PageTable table,
    TlbFlush flush,
    ThisCpu cpu,
    Warnings warnings) {}
