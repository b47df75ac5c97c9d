// SPDX-License-Identifier: Apache-2.0
/* A map by the name of one of pinned.bpf.c that is not like it. */
#include "hugetext_bpf.h"

#define LIBBPF_PIN_BY_NAME 1

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 64);
    __type(key, u64);
    __type(value, u32);
    __uint(pinning, LIBBPF_PIN_BY_NAME);
} shared SEC(".maps");

SEC("socket")
int count(void *ctx)
{
    u64 key = 0;
    (void)ctx;
    return bpf_map_lookup_elem(&shared, &key) != 0;
}

char program_license[] SEC("license") = "GPL";
