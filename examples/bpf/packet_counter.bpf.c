// SPDX-License-Identifier: Apache-2.0
/*
 * Counts packets and bytes by IP protocol as traffic control sees them; IPv4 and IPv6 together.
 * Slot 255 (reserved by IANA) counts what is not IP or too short to tell.
 */
#include "hugetext_bpf.h"

#define NOT_IP 255

struct traffic {
    u64 packets;
    u64 bytes;
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 256);
    __type(key, u32);
    __type(value, struct traffic);
} protocols SEC(".maps");

static ALWAYS_INLINE u32 protocol_of(struct __sk_buff *skb)
{
    void *end = address_of(skb->data_end);
    struct eth_header *eth = address_of(skb->data);

    if ((void *)(eth + 1) > end)
        return NOT_IP;
    if (eth->type == swap16(ETH_TYPE_IPV4)) {
        struct ipv4_header *ip = (void *)(eth + 1);

        return (void *)(ip + 1) > end ? NOT_IP : ip->protocol;
    }
    if (eth->type == swap16(ETH_TYPE_IPV6)) {
        struct ipv6_header *ip = (void *)(eth + 1);

        return (void *)(ip + 1) > end ? NOT_IP : ip->next_header;
    }
    return NOT_IP;
}

SEC("tc")
int count_packet(struct __sk_buff *skb)
{
    u32 protocol = protocol_of(skb);
    struct traffic *traffic = bpf_map_lookup_elem(&protocols, &protocol);

    if (traffic) {
        __sync_fetch_and_add(&traffic->packets, 1);
        __sync_fetch_and_add(&traffic->bytes, skb->len);
    }
    return TC_ACT_OK;
}

char program_license[] SEC("license") = "Dual BSD/GPL";
