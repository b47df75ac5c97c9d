// SPDX-License-Identifier: Apache-2.0
/* A map on a memory node that few machines have. */
#include "hugetext_bpf.h"

#define BPF_F_NUMA_NODE (1 << 2)

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 2);
    __type(key, u32);
    __type(value, u64);
    __uint(map_flags, BPF_F_NUMA_NODE);
    __uint(numa_node, 63);
} far SEC(".maps");

/* Without the flag the node does not count. */
struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 2);
    __type(key, u32);
    __type(value, u64);
    __uint(numa_node, 63);
} anywhere SEC(".maps");

SEC("socket")
int use(void *ctx)
{
    u32 key = 0;
    (void)ctx;
    return bpf_map_lookup_elem(&far, &key) != 0 && bpf_map_lookup_elem(&anywhere, &key) != 0;
}

char program_license[] SEC("license") = "GPL";
