// SPDX-License-Identifier: Apache-2.0
/* Operations that the kernel of ops_target.bpf.c has otherwise: each variable in one way. */
#include "hugetext_bpf.h"

SEC("struct_ops")
int any(u64 *args)
{
    return args[0] != 0;
}

SEC("struct_ops")
int lonely(u64 *args)
{
    return args[0] != 0;
}

struct meter_ops {
    int (*open)(void *request);
    int (*measure)(void *request, u32 unit);
};

/* One program cannot be two operations. */
SEC(".struct_ops")
struct meter_ops twice = {
    .open = (void *)any,
    .measure = (void *)any,
};

struct meter_ops___unknown {
    int (*not_there)(void);
};

SEC(".struct_ops")
struct meter_ops___unknown unknown_operation = {
    .not_there = (void *)any,
};

struct meter_ops___number {
    u32 not_there;
    u32 limit;
};

SEC(".struct_ops")
struct meter_ops___number unknown_number = {
    .not_there = 1,
};

struct meter_ops___wide {
    u64 limit;
};

SEC(".struct_ops")
struct meter_ops___wide other_size = {
    .limit = 1,
};

struct meter_ops___kind {
    char limit[4];
};

SEC(".struct_ops")
struct meter_ops___kind other_kind = {
    .limit = "abc",
};

struct meter_ops___bits {
    u8 narrow : 3;
};

SEC(".struct_ops")
struct meter_ops___bits bit_field = {
    .narrow = 1,
};

struct lonely_ops {
    int (*open)(void *request);
};

/* The kernel has the struct, but none around it. */
SEC(".struct_ops")
struct lonely_ops without_holder = {
    .open = (void *)lonely,
};

char program_license[] SEC("license") = "GPL";
