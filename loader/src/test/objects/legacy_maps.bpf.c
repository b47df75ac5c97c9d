// SPDX-License-Identifier: Apache-2.0
/* Maps as objects had them before BTF: plain numbers in section "maps". */
#include "hugetext_bpf.h"

struct bpf_map_def {
    u32 type;
    u32 key_size;
    u32 value_size;
    u32 max_entries;
    u32 map_flags;
};

struct bpf_map_def first_counts SEC("maps") = {BPF_MAP_TYPE_HASH, 4, 8, 10, 1};
struct bpf_map_def last_counts SEC("maps") = {BPF_MAP_TYPE_ARRAY, 4, 16, 2, 0};

SEC("socket")
int count(void *ctx)
{
    u32 key = 1;
    u64 *first = bpf_map_lookup_elem(&first_counts, &key);
    u64 *last = bpf_map_lookup_elem(&last_counts, &key);

    (void)ctx;
    return (first ? *first : 0) + (last ? last[1] : 0);
}

char program_license[] SEC("license") = "GPL";
