// SPDX-License-Identifier: Apache-2.0
/* What the kernel of ops_target.bpf.c has otherwise, or not at all. */
#include "hugetext_bpf.h"

#define __ksym __attribute__((section(".ksyms")))
#define __weak __attribute__((weak))

extern u32 last_request __ksym;
extern void *tick_length __ksym __weak;
extern u32 no_such_number __ksym;
extern u64 request_bytes(u32 unit) __ksym;
extern int no_such_function(void) __ksym;

SEC("socket")
int wrong_variable(void *ctx)
{
    (void)ctx;
    return (void *)&last_request != ctx;
}

SEC("socket")
int wrong_weak_variable(void *ctx)
{
    (void)ctx;
    return (void *)&tick_length != ctx;
}

SEC("socket")
int missing_variable(void *ctx)
{
    (void)ctx;
    return (void *)&no_such_number != ctx;
}

SEC("socket")
int wrong_function(void *ctx)
{
    (void)ctx;
    return request_bytes(1);
}

SEC("socket")
int missing_function(void *ctx)
{
    (void)ctx;
    return no_such_function();
}

char program_license[] SEC("license") = "GPL";
