// SPDX-License-Identifier: Apache-2.0
/*
 * Operations of the kernel that programs implement; ops_target.bpf.c has the kernel's side. Members
 * stand in another order than there, and one is unknown there.
 */
#include "hugetext_bpf.h"

struct request {
    u64 bytes;
};

struct meter_ops {
    int (*measure)(struct request *request, u32 unit);
    char name[16];
    int (*open)(struct request *request);
    u32 limit;
    void *data;
    int (*not_yet)(void);
    void (*close)(struct request *request);
};

/* The same, by a name of the object's own. */
struct meter_ops___short {
    u32 limit;
    int (*open)(struct request *request);
};

SEC("struct_ops/open")
int open_any(u64 *args)
{
    return args[0] != 0;
}

SEC("struct_ops.s/measure")
int measure_bytes(u64 *args)
{
    return (int)args[1];
}

SEC("struct_ops")
void close_any(u64 *args)
{
    (void)args;
}

/* Only operations that are not made from the start have it. */
SEC("struct_ops")
int open_later(u64 *args)
{
    return args[0] == 0;
}

SEC(".struct_ops")
struct meter_ops plain = {
    .measure = (void *)measure_bytes,
    .name = "plain",
    .open = (void *)open_any,
    .limit = 0x01020304,
};

SEC(".struct_ops.link")
struct meter_ops___short linked = {
    .limit = 0x0a0b0c0d,
    .open = (void *)open_any,
};

SEC(".struct_ops.link")
struct meter_ops closing = {
    .name = "closing",
    .close = (void *)close_any,
};

SEC("?.struct_ops.link")
struct meter_ops later = {
    .open = (void *)open_later,
};

SEC("socket")
int other(void *ctx)
{
    (void)ctx;
    return 0;
}

char program_license[] SEC("license") = "GPL";
