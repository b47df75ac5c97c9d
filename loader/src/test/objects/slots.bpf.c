// SPDX-License-Identifier: Apache-2.0
/*
 * Maps whose elements are there from the start: programs to jump to, maps in a map; and values in
 * which the kernel looks after a part: a lock, a timer, pointers to kernel objects.
 */
#include "hugetext_bpf.h"

#define BPF_MAP_TYPE_PROG_ARRAY 3
#define BPF_MAP_TYPE_ARRAY_OF_MAPS 12
#define BPF_MAP_TYPE_HASH_OF_MAPS 13

/* __array() says what the elements are that a map has from the start. */

struct bpf_spin_lock {
    u32 val;
};

struct bpf_timer {
    u64 opaque[2];
};

struct task_struct;

struct guarded {
    u32 count;
    struct bpf_spin_lock lock;
    struct {
        u64 before;
        struct bpf_timer timers[1];
    } nested;
    struct task_struct __attribute__((btf_type_tag("kptr"))) *task;
    struct task_struct __attribute__((btf_type_tag("kptr_untrusted"))) *loose;
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __type(key, u32);
    __type(value, struct guarded);
    __uint(max_entries, 3);
} guards SEC(".maps");

struct inner {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(key_size, 4);
    __uint(value_size, 8);
    __uint(max_entries, 5);
} left SEC(".maps"), right SEC(".maps");

int jumped_to(struct xdp_md *ctx);
int never(struct xdp_md *ctx);

struct {
    __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
    __uint(key_size, 4);
    __uint(max_entries, 4);
    __array(values, int(void *));
} jumps SEC(".maps") = {.values = {[1] = (void *)&jumped_to, [3] = (void *)&never}};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
    __uint(key_size, 4);
    __uint(max_entries, 3);
    __array(values, struct inner);
} outer SEC(".maps") = {.values = {[2] = &left, [0] = &right}};

struct {
    __uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
    __type(key, u32);
    __uint(max_entries, 9);
    __array(
        values, struct {
            __uint(type, BPF_MAP_TYPE_HASH);
            __type(key, u64);
            __type(value, u32);
            __uint(max_entries, 2);
            __uint(map_flags, 1);
        });
} by_name SEC(".maps");

SEC("xdp")
int jumped_to(struct xdp_md *ctx)
{
    u32 key = ctx->rx_queue_index;
    void *map = bpf_map_lookup_elem(&outer, &key);

    return map != 0;
}

SEC("xdp")
int never(struct xdp_md *ctx)
{
    return bpf_map_lookup_elem(&by_name, &ctx->rx_queue_index) != 0;
}

SEC("xdp")
int entry(struct xdp_md *ctx)
{
    u32 key = 0;
    struct guarded *value = bpf_map_lookup_elem(&guards, &key);

    (void)ctx;
    return value ? (int)value->count : 0;
}

char program_license[] SEC("license") = "GPL";
