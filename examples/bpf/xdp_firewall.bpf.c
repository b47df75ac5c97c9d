// SPDX-License-Identifier: Apache-2.0
/*
 * A firewall at the driver: drops IPv4 TCP and UDP packets whose source is listed in the hash map
 * "blocked", for one destination port or for all (port 0), and whatever goes to a port that the
 * configuration closes. Everything else passes. Counts the packets by verdict.
 */
#include "hugetext_bpf.h"

struct blocked_key {
    u32 source; /* IPv4 address, network byte order */
    u16 port;   /* destination port, network byte order; 0 = every port */
    u16 zero;
};

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 1024);
    __type(key, struct blocked_key);
    __type(value, u64); /* packets dropped because of this entry */
} blocked SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 5); /* one for every XDP verdict, XDP_ABORTED 0 to XDP_REDIRECT 4 */
    __type(key, u32);
    __type(value, u64);
} verdicts SEC(".maps");

const volatile u16 closed_port = 23; /* telnet; host byte order */

static ALWAYS_INLINE int is_blocked(u32 source, u16 port)
{
    struct blocked_key key = {.source = source, .port = port};
    u64 *dropped = bpf_map_lookup_elem(&blocked, &key);

    if (!dropped)
        return 0;
    __sync_fetch_and_add(dropped, 1);
    return 1;
}

static ALWAYS_INLINE u32 judge(struct xdp_md *ctx)
{
    void *data = address_of(ctx->data);
    void *end = address_of(ctx->data_end);
    struct eth_header *eth = data;
    struct ipv4_header *ip = (void *)(eth + 1);
    struct udp_header *ports; /* TCP begins with the same two ports */

    if ((void *)(ip + 1) > end || eth->type != swap16(ETH_TYPE_IPV4))
        return XDP_PASS;
    if (ip->protocol != PROTOCOL_TCP && ip->protocol != PROTOCOL_UDP)
        return XDP_PASS;
    if (ip->fragment & swap16(IPV4_FRAGMENT_OFFSET))
        return XDP_PASS; /* a later fragment has no ports */
    ports = (void *)ip + (ip->version_and_words & 15) * 4;
    if ((void *)(ports + 1) > end)
        return XDP_PASS;
    if (ports->destination == swap16(closed_port))
        return XDP_DROP;
    if (is_blocked(ip->source, ports->destination) || is_blocked(ip->source, 0))
        return XDP_DROP;
    return XDP_PASS;
}

SEC("xdp")
int firewall(struct xdp_md *ctx)
{
    u32 verdict = judge(ctx);
    u64 *count = bpf_map_lookup_elem(&verdicts, &verdict);

    if (count)
        __sync_fetch_and_add(count, 1);
    return verdict;
}

char program_license[] SEC("license") = "Dual BSD/GPL";
