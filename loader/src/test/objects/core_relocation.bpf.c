// SPDX-License-Identifier: Apache-2.0
/* One program that needs a relocation against a type, and one that does not. */
#include "hugetext_bpf.h"

struct sock {
    int number;
} __attribute__((preserve_access_index));

SEC("raw_tp/sys_enter")
int needs_type(struct sock **ctx)
{
    return (u64)&ctx[0]->number;
}

char program_license[] SEC("license") = "GPL";
