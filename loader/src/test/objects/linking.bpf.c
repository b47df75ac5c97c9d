// SPDX-License-Identifier: Apache-2.0
/*
 * What linking has to get right: several programs in a section, functions reached by symbol and by
 * section, from more than one place, through one another and by address; global data of every kind.
 */
#include "hugetext_bpf.h"

static s64 (*const bpf_loop)(u32 times, void *callback, void *context, u64 flags) = (void *)181;

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(key_size, 4);
    __uint(value_size, 20);
    __uint(max_entries, 7);
    __uint(map_flags, 1);
    __uint(map_extra, 0);
    __uint(pinning, 0);
} sized SEC(".maps");

static volatile u64 hidden_counter; /* .bss with static variables only: not to be mapped */
volatile u32 own_counter SEC(".data.own") = 7;
const volatile u64 seeds[3] = {11, 22, 33};

NOINLINE int innermost(u32 value)
{
    return value * 3 + seeds[1];
}

NOINLINE int outer(u32 value)
{
    hidden_counter++;
    return innermost(value) + innermost(value + 1);
}

static NOINLINE int aside(u32 value)
{
    return value ^ seeds[2];
}

static int each(u32 index, u64 *sum)
{
    *sum += aside(index);
    return 0;
}

SEC("xdp")
int first(struct xdp_md *ctx)
{
    return outer(ctx->ingress_ifindex) + aside(ctx->rx_queue_index) + innermost(1);
}

SEC("xdp")
int second(struct xdp_md *ctx)
{
    u64 sum = own_counter;

    bpf_loop(4, each, &sum, 0);
    return sum + innermost(ctx->rx_queue_index);
}

SEC("?xdp.frags")
int third(struct xdp_md *ctx)
{
    u32 key = ctx->data_end - ctx->data;

    return bpf_map_lookup_elem(&sized, &key) ? aside(key) : 0;
}

char program_license[] SEC("license") = "GPL";
