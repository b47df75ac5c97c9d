// SPDX-License-Identifier: Apache-2.0
/*
 * One program for each layer, joined by tail calls: Ethernet, then IPv4 or IPv6, then TCP or UDP.
 * Where the chain ends is counted; a layer without a program ends it, and the packet passes.
 */
#include "hugetext_bpf.h"

enum { LAYER_IPV4, LAYER_IPV6, LAYER_TCP, LAYER_UDP, LAYERS };

/* Where a chain ended: a layer, or before any. */
enum { END_ETHERNET = LAYERS, ENDS };

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, ENDS);
    __type(key, u32);
    __type(value, u64);
} ends SEC(".maps");

int parse_ipv4(struct xdp_md *ctx);
int parse_ipv6(struct xdp_md *ctx);
int parse_tcp(struct xdp_md *ctx);
int parse_udp(struct xdp_md *ctx);

struct {
    __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
    __uint(max_entries, LAYERS);
    __uint(key_size, sizeof(u32));
    __array(values, int(struct xdp_md *));
} layers SEC(".maps") = {
    .values = {
        [LAYER_IPV4] = &parse_ipv4,
        [LAYER_IPV6] = &parse_ipv6,
        [LAYER_TCP] = &parse_tcp,
        [LAYER_UDP] = &parse_udp,
    },
};

static ALWAYS_INLINE int end(u32 where, int verdict)
{
    u64 *count = bpf_map_lookup_elem(&ends, &where);

    if (count)
        __sync_fetch_and_add(count, 1);
    return verdict;
}

SEC("xdp")
int parse_ethernet(struct xdp_md *ctx)
{
    struct eth_header *eth = address_of(ctx->data);

    if ((void *)(eth + 1) > address_of(ctx->data_end))
        return end(END_ETHERNET, XDP_DROP);
    if (eth->type == swap16(ETH_TYPE_IPV4))
        bpf_tail_call(ctx, &layers, LAYER_IPV4);
    else if (eth->type == swap16(ETH_TYPE_IPV6))
        bpf_tail_call(ctx, &layers, LAYER_IPV6);
    return end(END_ETHERNET, XDP_PASS);
}

static ALWAYS_INLINE void parse_transport(struct xdp_md *ctx, u8 protocol)
{
    if (protocol == PROTOCOL_TCP)
        bpf_tail_call(ctx, &layers, LAYER_TCP);
    else if (protocol == PROTOCOL_UDP)
        bpf_tail_call(ctx, &layers, LAYER_UDP);
}

SEC("xdp")
int parse_ipv4(struct xdp_md *ctx)
{
    struct eth_header *eth = address_of(ctx->data);
    struct ipv4_header *ip = (void *)(eth + 1);

    if ((void *)(ip + 1) > address_of(ctx->data_end))
        return end(LAYER_IPV4, XDP_DROP);
    if (!(ip->fragment & swap16(IPV4_FRAGMENT_OFFSET)))
        parse_transport(ctx, ip->protocol);
    return end(LAYER_IPV4, XDP_PASS);
}

SEC("xdp")
int parse_ipv6(struct xdp_md *ctx)
{
    struct eth_header *eth = address_of(ctx->data);
    struct ipv6_header *ip = (void *)(eth + 1);

    if ((void *)(ip + 1) > address_of(ctx->data_end))
        return end(LAYER_IPV6, XDP_DROP);
    parse_transport(ctx, ip->next_header);
    return end(LAYER_IPV6, XDP_PASS);
}

SEC("xdp")
int parse_tcp(struct xdp_md *ctx)
{
    (void)ctx;
    return end(LAYER_TCP, XDP_PASS);
}

SEC("xdp")
int parse_udp(struct xdp_md *ctx)
{
    (void)ctx;
    return end(LAYER_UDP, XDP_TX);
}

char program_license[] SEC("license") = "Dual BSD/GPL";
