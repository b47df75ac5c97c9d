// SPDX-License-Identifier: Apache-2.0
/* Compiled without -g: an object without BTF, and a string in a section of its own. */
#include "hugetext_bpf.h"

u32 calls;

SEC("socket")
int count_calls(struct __sk_buff *skb)
{
    return ++calls + skb->len;
}
