// SPDX-License-Identifier: Apache-2.0
/* Types that only a module of the kernel has (module.btf), and one that the kernel has as well. */
#include "hugetext_bpf.h"

#define __preserve __attribute__((preserve_access_index))

struct request {
    u32 length;
    u64 bytes;
} __preserve;

struct module_queue {
    u32 length;
    struct request *first;
} __preserve;

struct no_such_queue {
    u32 length;
} __preserve;

enum module_mode { MODULE_ON = 1 };

SEC("socket")
int read_queue(struct module_queue *queue)
{
    u64 sum = __builtin_preserve_field_info(queue->length, 0); /* byte offset */
    sum += __builtin_preserve_field_info(queue->first, 0);
    sum += __builtin_preserve_enum_value(*(enum module_mode *)MODULE_ON, 1);
    sum += __builtin_preserve_type_info(*(struct module_queue *)0, 1); /* size */
    return sum;
}

/* The kernel's own struct counts, which has no such member. */
SEC("socket")
int read_request(struct request *request)
{
    return __builtin_preserve_field_info(request->length, 2) /* exists */
           + __builtin_preserve_field_info(request->bytes, 2);
}

SEC("socket")
int read_nothing(struct no_such_queue *queue)
{
    return __builtin_preserve_field_info(queue->length, 2);
}

char program_license[] SEC("license") = "GPL";
