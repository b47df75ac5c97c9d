// SPDX-License-Identifier: Apache-2.0
/*
 * Sizes that are asked of the kernel's allocator, as a histogram by powers of two: a kprobe at the
 * entry of a function whose first argument is a number of bytes. The test run takes the registers
 * from a file.
 */
#include "hugetext_bpf.h"

#define SLOTS 64

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, SLOTS);
    __type(key, u32);
    __type(value, u64);
} sizes SEC(".maps");

u64 largest;
u64 largest_caller;

SEC("kprobe/__kmalloc_noprof")
int on_allocation(struct pt_regs *regs)
{
    u64 size = regs->di;
    u32 slot = 0;
    u64 *count;

    for (u64 rest = size >> 1; rest && slot < SLOTS - 1; rest >>= 1)
        slot++;
    count = bpf_map_lookup_elem(&sizes, &slot);
    if (count)
        __sync_fetch_and_add(count, 1);
    if (size > largest) {
        largest = size;
        largest_caller = regs->ip;
    }
    return 0;
}

char program_license[] SEC("license") = "Dual BSD/GPL";
