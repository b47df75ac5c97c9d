// SPDX-License-Identifier: Apache-2.0
/*
 * "udp port 53" as tcpdump's compiler of 1992 wrote it: a socket filter that loads from the packet
 * by the legacy instructions, which end the program with 0 where the packet is too short. A socket
 * filter returns how many bytes of the packet to keep.
 */
#include "hugetext_bpf.h"

u64 load_byte(void *skb, u64 offset) asm("llvm.bpf.load.byte");
u64 load_half(void *skb, u64 offset) asm("llvm.bpf.load.half");

/* A socket of type SOCK_DGRAM: its packets begin with the IP header. */
#define IP_FRAGMENT 6
#define IP_PROTOCOL 9
#define DNS_PORT 53
#define ALL 0xffff

SEC("socket")
int udp_port_53(struct __sk_buff *skb)
{
    u64 words, ports;

    if (load_byte(skb, 0) >> 4 != 4 || load_byte(skb, IP_PROTOCOL) != PROTOCOL_UDP)
        return 0;
    if (load_half(skb, IP_FRAGMENT) & IPV4_FRAGMENT_OFFSET)
        return 0;
    words = load_byte(skb, 0) & 15;
    ports = words * 4;
    if (load_half(skb, ports) == DNS_PORT || load_half(skb, ports + 2) == DNS_PORT)
        return ALL;
    return 0;
}

char program_license[] SEC("license") = "Dual BSD/GPL";
