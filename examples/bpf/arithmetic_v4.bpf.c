// SPDX-License-Identifier: Apache-2.0
/*
 * The instructions that cpu version 4 added: signed division and remainder, sign-extending moves
 * and loads, unconditional byte swap, the long jump. The packet's bytes behind the Ethernet header
 * are the operands; the results go to .bss, and their sum is the return value.
 */
#include "hugetext_bpf.h"

struct operands { /* little endian; no padding */
    s64 dividend;
    s64 divisor;
    s32 narrow_dividend;
    s32 narrow_divisor;
    s8 signed_byte;
    s8 zero;
    s16 signed_half;
    s32 signed_word;
    u64 bytes;
};

struct {
    s64 quotient;         /* dividend / divisor */
    s64 remainder;        /* bytes % divisor, both signed */
    s32 narrow_quotient;  /* narrow_dividend / narrow_divisor */
    s32 narrow_remainder; /* signed_word % narrow_divisor */
    s64 by_constant;      /* dividend / -7 */
    s64 loaded;           /* memsx: the three signed fields, added */
    s64 extended;         /* movsx: the low byte, half and word of "bytes" taken as signed, added */
    u64 swapped;
    u32 swapped_word;
    u16 swapped_half;
    u16 short_packets;
} results;

SEC("tc")
int arithmetic(struct __sk_buff *skb)
{
    void *end = address_of(skb->data_end);
    struct eth_header *eth = address_of(skb->data);
    struct operands *in = (void *)(eth + 1);
    s64 bytes;

    if ((void *)(in + 1) > end)
        asm goto("gotol %l[too_short]" : : : : too_short);

    results.quotient = in->dividend / in->divisor;
    results.remainder = (s64)in->bytes % in->divisor;
    results.narrow_quotient = in->narrow_dividend / in->narrow_divisor;
    results.narrow_remainder = in->signed_word % in->narrow_divisor;
    results.by_constant = in->dividend / -7;
    results.loaded = (s64)in->signed_byte + in->signed_half + in->signed_word;
    bytes = in->bytes;
    results.extended = (s64)(s8)bytes + (s16)bytes + (s32)bytes;
    results.swapped = __builtin_bswap64(bytes);
    results.swapped_word = __builtin_bswap32(bytes);
    results.swapped_half = __builtin_bswap16(bytes);
    return results.quotient + results.remainder + results.narrow_quotient + results.narrow_remainder +
           results.by_constant + results.loaded + results.extended + results.swapped + results.swapped_word +
           results.swapped_half;

too_short:
    results.short_packets++;
    return -1;
}

char program_license[] SEC("license") = "Dual BSD/GPL";
