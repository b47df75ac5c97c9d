// SPDX-License-Identifier: Apache-2.0
/*
 * Tells user space of every opened TCP connection: an event in a ring buffer for each SYN, with the
 * first bytes of the packet. Events that found no room are counted.
 */
#include "hugetext_bpf.h"

#define TCP_SYN 0x02
#define TCP_ACK 0x10
#define KEPT_BYTES 64

struct event {
    u32 source;
    u32 destination;
    u16 source_port;
    u16 destination_port;
    u32 length;
    u8 bytes[KEPT_BYTES];
};

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 4096);
} events SEC(".maps");

u64 lost;

SEC("tc")
int watch_connections(struct __sk_buff *skb)
{
    void *end = address_of(skb->data_end);
    struct eth_header *eth = address_of(skb->data);
    struct ipv4_header *ip = (void *)(eth + 1);
    struct tcp_header *tcp = (void *)(ip + 1);
    struct event *event;

    /* options would move the TCP header: such packets are not looked at */
    if ((void *)(tcp + 1) > end || eth->type != swap16(ETH_TYPE_IPV4) ||
        ip->version_and_words != 0x45 || ip->protocol != PROTOCOL_TCP)
        return TC_ACT_OK;
    if ((swap16(tcp->offset_and_flags) & (TCP_SYN | TCP_ACK)) != TCP_SYN)
        return TC_ACT_OK;
    event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
    if (!event) {
        __sync_fetch_and_add(&lost, 1);
        return TC_ACT_OK;
    }
    event->source = ip->source;
    event->destination = ip->destination;
    event->source_port = swap16(tcp->source);
    event->destination_port = swap16(tcp->destination);
    event->length = skb->len;
    /* a packet that is shorter leaves zeros */
    bpf_skb_load_bytes(skb, 0, event->bytes, KEPT_BYTES);
    bpf_ringbuf_submit(event, 0);
    return TC_ACT_OK;
}

char program_license[] SEC("license") = "Dual BSD/GPL";
