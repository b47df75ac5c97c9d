// SPDX-License-Identifier: Apache-2.0
/* Variables that live in an arena. */
#include "hugetext_bpf.h"

#define BPF_MAP_TYPE_ARENA 33
#define BPF_F_MMAPABLE (1 << 10)
#define __arena __attribute__((address_space(1)))

struct {
    __uint(type, BPF_MAP_TYPE_ARENA);
    __uint(map_flags, BPF_F_MMAPABLE);
    __uint(max_entries, 4);
} arena SEC(".maps");

u64 __arena first = 17;
u32 __arena second[3] = {1, 2, 3};

SEC("socket")
int use(void *ctx)
{
    (void)ctx;
    first++;
    return second[2];
}

char program_license[] SEC("license") = "GPL";
