// SPDX-License-Identifier: Apache-2.0
/*
 * Packets and bytes by length, powers of two, each CPU in its own memory: no atomic operation is
 * needed. Slot n counts packets of 2^n to 2^(n+1)-1 bytes.
 */
#include "hugetext_bpf.h"

#define SLOTS 17

struct traffic {
    u64 packets;
    u64 bytes;
};

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __uint(max_entries, SLOTS);
    __type(key, u32);
    __type(value, struct traffic);
} lengths SEC(".maps");

static ALWAYS_INLINE u32 slot_of(u32 length)
{
    u32 slot = 0;

    for (int step = 8; step > 0; step /= 2) {
        if (length >> step) {
            length >>= step;
            slot += step;
        }
    }
    return slot;
}

SEC("xdp")
int count_length(struct xdp_md *ctx)
{
    u32 length = ctx->data_end - ctx->data;
    u32 slot = slot_of(length);
    struct traffic *traffic = bpf_map_lookup_elem(&lengths, &slot);

    if (traffic) {
        traffic->packets++;
        traffic->bytes += length;
    }
    return XDP_PASS;
}

char program_license[] SEC("license") = "Dual BSD/GPL";
