// SPDX-License-Identifier: Apache-2.0
/*
 * Routes IPv4 packets by the longest prefix of their destination. The routes are constants that the
 * first packet puts into the trie; what another program stored there before stays.
 */
#include "hugetext_bpf.h"

#define ROUTES 5

struct prefix {
    u32 length;
    u32 address;
};

struct route {
    u32 device; /* 0: there is none, the packet is dropped */
    u32 packets;
};

struct {
    __uint(type, BPF_MAP_TYPE_LPM_TRIE);
    __uint(max_entries, 64);
    __uint(map_flags, BPF_F_NO_PREALLOC);
    __type(key, struct prefix);
    __type(value, struct route);
} routes SEC(".maps");

#define IPV4(a, b, c, d) ((u32)(a) | (u32)(b) << 8 | (u32)(c) << 16 | (u32)(d) << 24)

static const volatile struct {
    struct prefix prefix;
    u32 device;
} table[ROUTES] = {
    {{8, IPV4(10, 0, 0, 0)}, 1},
    {{16, IPV4(192, 0, 0, 0)}, 0},
    {{24, IPV4(192, 0, 2, 0)}, 2},
    {{32, IPV4(192, 0, 2, 80)}, 3},
    {{24, IPV4(198, 51, 100, 0)}, 4},
};

static u32 filled;

static ALWAYS_INLINE void fill(void)
{
    for (int i = 0; i < ROUTES; i++) {
        struct prefix prefix = {table[i].prefix.length, table[i].prefix.address};
        struct route route = {table[i].device, 0};

        bpf_map_update_elem(&routes, &prefix, &route, BPF_NOEXIST);
    }
    filled = 1;
}

SEC("xdp")
int route_packet(struct xdp_md *ctx)
{
    struct eth_header *eth = address_of(ctx->data);
    struct ipv4_header *ip = (void *)(eth + 1);
    struct prefix destination = {32, 0};
    struct route *route;

    if (!filled)
        fill();
    if ((void *)(ip + 1) > address_of(ctx->data_end) || eth->type != swap16(ETH_TYPE_IPV4))
        return XDP_PASS;
    destination.address = ip->destination;
    route = bpf_map_lookup_elem(&routes, &destination);
    if (!route)
        return XDP_PASS;
    __sync_fetch_and_add(&route->packets, 1);
    return route->device ? bpf_redirect(route->device, 0) : XDP_DROP;
}

char program_license[] SEC("license") = "Dual BSD/GPL";
