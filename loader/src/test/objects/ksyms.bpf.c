// SPDX-License-Identifier: Apache-2.0
/* Variables and functions of the kernel with their types; ops_target.bpf.c has the kernel's side. */
#include "hugetext_bpf.h"

#define __ksym __attribute__((section(".ksyms")))
#define __weak __attribute__((weak))

struct request {
    u32 other; /* what is in a struct does not count */
};

extern struct request last_request __ksym;
extern const u32 tick_length __ksym;
extern const u64 no_such_number __ksym __weak;

extern u64 request_bytes(struct request *request, u32 unit) __ksym;
extern int request_drop___short(void) __ksym __weak;
extern int request_drop___same(struct request *request) __ksym __weak;
extern void no_such_function(void) __ksym __weak;

SEC("socket")
int variables(void *ctx)
{
    u64 sum = (u64)&last_request + (u64)&tick_length;
    (void)ctx;
    if (&no_such_number)
        sum++;
    return sum != 0;
}

SEC("socket")
int functions(void *ctx)
{
    u64 sum = request_bytes(0, 1);
    (void)ctx;
    if (request_drop___short)
        sum += request_drop___short();
    if (request_drop___same)
        sum += request_drop___same(0);
    if (no_such_function)
        no_such_function();
    return sum != 0;
}

char program_license[] SEC("license") = "GPL";
