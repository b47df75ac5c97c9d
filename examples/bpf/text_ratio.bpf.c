// SPDX-License-Identifier: Apache-2.0
/*
 * Looks at the first bytes of each packet behind the Ethernet header and drops the packet when
 * fewer of them than "required_percent" are printable ASCII. Shows the three kinds of global data
 * (.rodata, which the verifier knows; .data; .bss) and a loop whose bound is a constant.
 */
#include "hugetext_bpf.h"

#define MOST_BYTES 128

const volatile u32 bytes_to_read = 64; /* set by the loader before the program is verified */
const volatile u8 lowest_printable = 0x20;
const volatile u8 highest_printable = 0x7e;

u32 required_percent = 25; /* .data: may be changed while the program runs */

u64 packets_read; /* .bss */
u64 bytes_read;
u64 histogram[256];

SEC("xdp")
int text_ratio(struct xdp_md *ctx)
{
    u8 *payload = (u8 *)address_of(ctx->data) + sizeof(struct eth_header);
    u8 *end = address_of(ctx->data_end);
    u32 printable = 0;
    u32 read;

    for (read = 0; read < MOST_BYTES; read++) {
        if (read >= bytes_to_read || payload + read + 1 > end)
            break;
        u8 byte = payload[read];

        histogram[byte]++;
        printable += byte >= lowest_printable && byte <= highest_printable;
    }
    packets_read++;
    bytes_read += read;
    return printable * 100 < required_percent * read ? XDP_DROP : XDP_PASS;
}

char program_license[] SEC("license") = "Dual BSD/GPL";
