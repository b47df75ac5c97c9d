// SPDX-License-Identifier: Apache-2.0
/*
 * Sends every IPv4 TCP or UDP flow to one of four backends, chosen by a hash of its five-tuple:
 * rewrites the MAC addresses and the destination, mends the IP and transport checksums and sends
 * the packet back out of the port it came from. The hash is a function of its own, called twice.
 */
#include "hugetext_bpf.h"

#define BACKENDS 4

struct backend {
    u32 address; /* IPv4, network byte order; 0 = default_backend + slot */
    u8 mac[6];
    u16 zero;
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, BACKENDS);
    __type(key, u32);
    __type(value, struct backend);
} backends SEC(".maps");

const volatile u32 hash_seed = 0x9e3779b9;
const volatile u32 default_backend = 0x0a000101; /* 10.0.1.1, host byte order */
const volatile u8 default_mac[6] = {0x02, 0x00, 0x0a, 0x00, 0x01, 0x01}; /* the last byte + slot */

struct five_tuple {
    u32 source;
    u32 destination;
    u32 ports; /* source and destination as they lie in the packet */
    u32 protocol;
};

static ALWAYS_INLINE u32 rotate(u32 value, int bits)
{
    return value << bits | value >> (32 - bits);
}

/* Mixes two words into a hash: the rotate, add, xor pattern of Bob Jenkins's public domain lookup3. */
static NOINLINE u32 mix(u32 hash, u32 first, u32 second)
{
    u32 a = first + hash;
    u32 b = second + hash;
    u32 c = hash;

    a -= c, a ^= rotate(c, 4), c += b;
    b -= a, b ^= rotate(a, 6), a += c;
    c -= b, c ^= rotate(b, 8), b += a;
    a -= c, a ^= rotate(c, 16), c += b;
    b -= a, b ^= rotate(a, 19), a += c;
    c -= b, c ^= rotate(b, 4);
    return c;
}

static NOINLINE u32 slot_of(struct five_tuple *tuple)
{
    u32 hash = mix(hash_seed, tuple->source, tuple->destination);

    return mix(hash, tuple->ports, tuple->protocol) % BACKENDS;
}

/* RFC 1624: the checksum of a header in which one 32-bit word was replaced. */
static ALWAYS_INLINE u16 mended(u16 checksum, u32 before, u32 after)
{
    u64 sum = bpf_csum_diff(&before, sizeof(before), &after, sizeof(after), (u16)~checksum) & 0xffffffff;

    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    return ~sum;
}

static ALWAYS_INLINE void fill_default(struct backend *backend, u32 slot)
{
    backend->address = swap32(default_backend + slot);
    for (int i = 0; i < 6; i++)
        backend->mac[i] = default_mac[i];
    backend->mac[5] += slot;
}

static ALWAYS_INLINE void redirect(struct eth_header *eth, struct ipv4_header *ip, u16 *checksum,
                                   const struct backend *backend)
{
    u32 before = ip->destination;

    for (int i = 0; i < 6; i++) {
        eth->source[i] = eth->destination[i];
        eth->destination[i] = backend->mac[i];
    }
    ip->destination = backend->address;
    ip->checksum = mended(ip->checksum, before, backend->address);
    if (ip->protocol == PROTOCOL_TCP || *checksum) { /* a UDP checksum of 0 means there is none */
        *checksum = mended(*checksum, before, backend->address);
        if (ip->protocol == PROTOCOL_UDP && !*checksum)
            *checksum = 0xffff;
    }
}

SEC("xdp")
int load_balancer(struct xdp_md *ctx)
{
    void *end = address_of(ctx->data_end);
    struct eth_header *eth = address_of(ctx->data);
    struct ipv4_header *ip = (void *)(eth + 1);
    struct tcp_header *tcp = (void *)(ip + 1);
    struct udp_header *udp = (void *)(ip + 1);
    struct backend chosen;
    u16 *checksum;

    if ((void *)(udp + 1) > end || eth->type != swap16(ETH_TYPE_IPV4) || ip->version_and_words != 0x45)
        return XDP_PASS; /* IP options are left to the kernel */
    if (ip->fragment & swap16(IPV4_FRAGMENT_OFFSET))
        return XDP_PASS;
    if (ip->protocol == PROTOCOL_UDP)
        checksum = &udp->checksum;
    else if (ip->protocol == PROTOCOL_TCP && (void *)(tcp + 1) <= end)
        checksum = &tcp->checksum;
    else
        return XDP_PASS;

    struct five_tuple tuple = {ip->source, ip->destination, *(u32 *)udp, ip->protocol};
    u32 slot = slot_of(&tuple);
    struct backend *backend = bpf_map_lookup_elem(&backends, &slot);

    if (!backend)
        return XDP_PASS;
    chosen = *backend;
    if (!chosen.address)
        fill_default(&chosen, slot);
    redirect(eth, ip, checksum, &chosen);
    return XDP_TX;
}

char program_license[] SEC("license") = "Dual BSD/GPL";
