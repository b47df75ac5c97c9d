// SPDX-License-Identifier: Apache-2.0
/* Maps with what few maps have: a name to be kept under, a memory node, map_extra, types. */
#include "hugetext_bpf.h"

#define BPF_MAP_TYPE_BLOOM_FILTER 30
#define BPF_F_NUMA_NODE (1 << 2)
#define LIBBPF_PIN_NONE 0
#define LIBBPF_PIN_BY_NAME 1

struct key {
    u32 address;
    u16 port;
};

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 64);
    __type(key, struct key);
    __type(value, u64);
    __uint(pinning, LIBBPF_PIN_BY_NAME);
} shared SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 2);
    __type(key, u32);
    __type(value, u64);
    __uint(map_flags, BPF_F_NUMA_NODE);
    __uint(numa_node, 0);
} near SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_BLOOM_FILTER);
    __uint(max_entries, 100);
    __uint(value_size, 4);
    __uint(map_extra, 3);
    __uint(pinning, LIBBPF_PIN_NONE);
} seen SEC(".maps");

SEC("socket")
int count(void *ctx)
{
    struct key key = {1, 2};
    u64 *value = bpf_map_lookup_elem(&shared, &key);
    (void)ctx;
    return value ? *value : 0;
}

char program_license[] SEC("license") = "GPL";
