/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the samples need of Linux's BPF interface, and nothing else: names and numbers of the public
 * interface (RFC 9669, the bpf(2) and bpf-helpers(7) manual pages), packet headers from their RFCs.
 */
#ifndef HUGETEXT_BPF_H
#define HUGETEXT_BPF_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef signed char s8;
typedef short s16;
typedef int s32;
typedef long long s64;

#define SEC(name) __attribute__((section(name), used))
#define ALWAYS_INLINE inline __attribute__((always_inline))
#define NOINLINE __attribute__((noinline))

/* A map is a struct in ".maps" whose member types say what it is: a loader reads them from the BTF. */
#define __uint(name, value) int(*name)[value]
#define __type(name, value) value *name
#define __array(name, value) __typeof__(value) *name[]

#define BPF_MAP_TYPE_HASH 1
#define BPF_MAP_TYPE_ARRAY 2
#define BPF_MAP_TYPE_PROG_ARRAY 3
#define BPF_MAP_TYPE_PERCPU_ARRAY 6
#define BPF_MAP_TYPE_LPM_TRIE 11
#define BPF_MAP_TYPE_RINGBUF 27

#define BPF_F_NO_PREALLOC 1

#define BPF_ANY 0
#define BPF_NOEXIST 1

#define XDP_DROP 1
#define XDP_PASS 2
#define XDP_TX 3
#define XDP_REDIRECT 4
#define TC_ACT_OK 0

/* A helper is called by number; the number is the value of the function pointer. */
static void *(*const bpf_map_lookup_elem)(void *map, const void *key) = (void *)1;
static s64 (*const bpf_map_update_elem)(void *map, const void *key, const void *value, u64 flags) = (void *)2;
static s64 (*const bpf_tail_call)(void *context, void *program_array, u32 index) = (void *)12;
static u64 (*const bpf_get_current_pid_tgid)(void) = (void *)14;
static s64 (*const bpf_get_current_comm)(void *to, u32 size) = (void *)16;
static s64 (*const bpf_redirect)(u32 device, u64 flags) = (void *)23;
static s64 (*const bpf_csum_diff)(u32 *from, u32 from_size, u32 *to, u32 to_size, u32 seed) = (void *)28;

static s64 (*const bpf_skb_load_bytes)(const void *skb, u32 offset, void *to, u32 bytes) = (void *)26;
static void *(*const bpf_ringbuf_reserve)(void *ring, u64 size, u64 flags) = (void *)131;
static void (*const bpf_ringbuf_submit)(void *record, u64 flags) = (void *)132;

/* Context of an XDP program. */
struct xdp_md {
    u32 data;
    u32 data_end;
    u32 data_meta;
    u32 ingress_ifindex;
    u32 rx_queue_index;
    u32 egress_ifindex;
};

/* Context of a socket or traffic control program, as far as the samples look. */
struct __sk_buff {
    u32 len;
    u32 pkt_type;
    u32 mark;
    u32 queue_mapping;
    u32 protocol; /* in network byte order */
    u32 vlan_present;
    u32 vlan_tci;
    u32 vlan_proto;
    u32 priority;
    u32 ingress_ifindex;
    u32 ifindex;
    u32 tc_index;
    u32 cb[5];
    u32 hash;
    u32 tc_classid;
    u32 data;
    u32 data_end;
};

/* Context of a kprobe: the registers at the probe, on x86-64. */
struct pt_regs {
    u64 r15, r14, r13, r12, bp, bx, r11, r10, r9, r8, ax, cx, dx, si, di;
    u64 orig_ax, ip, cs, flags, sp, ss;
};

/* Ethernet II frame header. */
struct eth_header {
    u8 destination[6];
    u8 source[6];
    u16 type;
};

#define ETH_TYPE_IPV4 0x0800
#define ETH_TYPE_ARP 0x0806
#define ETH_TYPE_IPV6 0x86dd

/* RFC 791. All fields of more than one byte are in network byte order. */
struct ipv4_header {
    u8 version_and_words; /* version 4 in the high half, header length in 32-bit words in the low */
    u8 service;
    u16 length;
    u16 id;
    u16 fragment; /* three flags, then the offset in units of eight bytes */
    u8 hops;
    u8 protocol;
    u16 checksum;
    u32 source;
    u32 destination;
};

#define IPV4_FRAGMENT_OFFSET 0x1fff

/* RFC 8200. */
struct ipv6_header {
    u32 version_class_flow;
    u16 payload_length;
    u8 next_header;
    u8 hops;
    u8 source[16];
    u8 destination[16];
};

#define PROTOCOL_ICMP 1
#define PROTOCOL_TCP 6
#define PROTOCOL_UDP 17
#define PROTOCOL_ICMPV6 58

/* RFC 9293. */
struct tcp_header {
    u16 source;
    u16 destination;
    u32 sequence;
    u32 acknowledgment;
    u16 offset_and_flags;
    u16 window;
    u16 checksum;
    u16 urgent;
};

/* RFC 768. */
struct udp_header {
    u16 source;
    u16 destination;
    u16 length;
    u16 checksum;
};

/* Between the little-endian machine and the network. */
static ALWAYS_INLINE u16 swap16(u16 value)
{
    return __builtin_bswap16(value);
}

static ALWAYS_INLINE u32 swap32(u32 value)
{
    return __builtin_bswap32(value);
}

static ALWAYS_INLINE void *address_of(u32 context_field)
{
    return (void *)(u64)context_field;
}

#endif
