// SPDX-License-Identifier: Apache-2.0
/*
 * A meeting point of many CPUs: every atomic operation there is, with and without its old value. The
 * result is the number of the packet, from 1 on.
 */
#include "hugetext_bpf.h"

struct state {
    u64 packets;
    u64 bytes;
    u32 protocols;   /* one bit for each low five bits of a protocol */
    u32 not_seen;    /* the opposite */
    u32 parity;      /* flips with every odd length */
    u32 last_length;
    u64 longest;
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, u32);
    __type(value, struct state);
} shared SEC(".maps");

#define PROTOCOL_OFFSET 23

SEC("xdp")
int count_packet(struct xdp_md *ctx)
{
    u8 *data = address_of(ctx->data);
    u32 length = ctx->data_end - ctx->data;
    u32 key = 0;
    u32 bit = 1;
    struct state *state = bpf_map_lookup_elem(&shared, &key);
    u64 number, longest;

    if (!state)
        return 0;
    if (data + PROTOCOL_OFFSET + 1 <= (u8 *)address_of(ctx->data_end))
        bit = 1u << (data[PROTOCOL_OFFSET] & 31);
    number = __sync_fetch_and_add(&state->packets, 1) + 1;
    __sync_fetch_and_add(&state->bytes, length);
    if (!(__sync_fetch_and_or(&state->protocols, bit) & bit))
        __sync_fetch_and_or(&state->not_seen, ~0u); /* a new one: all bits, cleared below */
    __sync_fetch_and_and(&state->not_seen, ~bit);
    __sync_fetch_and_xor(&state->parity, length & 1);
    __sync_lock_test_and_set(&state->last_length, length);
    longest = state->longest;
    if (length > longest)
        __sync_val_compare_and_swap(&state->longest, longest, length);
    return number;
}

char program_license[] SEC("license") = "Dual BSD/GPL";
