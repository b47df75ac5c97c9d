// SPDX-License-Identifier: Apache-2.0
/*
 * Types as a kernel could have them: operations that programs implement, variables and functions
 * that programs refer to. Each kind of operations has a struct of its own around it, in which the
 * kernel counts who uses it.
 */
#include "hugetext_bpf.h"

struct request {
    u64 bytes;
};

struct bpf_struct_ops_common_value {
    u32 references;
    u32 state;
};

struct meter_ops {
    u64 kernel_only;
    int (*open)(struct request *request);
    void (*close)(struct request *request);
    u32 limit;
    char name[16];
    int (*measure)(struct request *request, u32 unit);
    u8 narrow : 3;
};

struct bpf_struct_ops_meter_ops {
    struct bpf_struct_ops_common_value common;
    struct meter_ops data __attribute__((aligned(64)));
};

struct lonely_ops {
    int (*open)(struct request *request);
};

struct bpf_struct_ops_meter_ops known_values;
struct lonely_ops lonely;
struct request last_request;
u32 tick_length = 10;

NOINLINE u64 request_bytes(struct request *request, u32 unit)
{
    return request->bytes * unit;
}

NOINLINE int request_drop(struct request *request)
{
    return request != 0;
}

SEC("socket")
int use(void *ctx)
{
    (void)ctx;
    return request_bytes(&last_request, tick_length) + request_drop(&last_request);
}
