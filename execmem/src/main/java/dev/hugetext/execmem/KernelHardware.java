package dev.hugetext.execmem;

import dev.hugetext.execmem.poke.PokeHooks;
import dev.hugetext.execmem.sync.Shootdown;
import dev.hugetext.x86.memory.FrameAllocator;
import dev.hugetext.x86.memory.PageTable;
import dev.hugetext.x86.memory.PhysicalMemory;

/**
 * What the kernel's memory management needs of a machine.
 *
 * @param memory all of physical memory, from address 0
 * @param frames its frames, of which nothing but the kernel's root table is taken yet
 * @param kernelTable the kernel's address space, empty
 * @param cpus number of CPUs
 * @param shootdown how TLBs are flushed
 * @param poking the CPU that pokes text
 */
record KernelHardware(
    PhysicalMemory memory,
    FrameAllocator frames,
    PageTable kernelTable,
    int cpus,
    Shootdown shootdown,
    PokeHooks poking) {}
