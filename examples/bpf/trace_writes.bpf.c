// SPDX-License-Identifier: Apache-2.0
/*
 * Counts what processes write, by file descriptor: a tracepoint program for the entry of write(2).
 * The test run takes the record from a file, as the kernel would hand it over.
 */
#include "hugetext_bpf.h"

/* The record of syscalls:sys_enter_write, as its format file describes it. */
struct sys_enter_write {
    u64 common; /* type, flags, preemption count and process: not for programs */
    s32 number;
    u32 unused;
    u64 descriptor;
    u64 buffer;
    u64 count;
};

struct writer {
    u32 process;
    u32 descriptor;
};

struct writes {
    u64 calls;
    u64 bytes;
    char name[16];
};

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 256);
    __type(key, struct writer);
    __type(value, struct writes);
} writers SEC(".maps");

SEC("tracepoint/syscalls/sys_enter_write")
int on_write(struct sys_enter_write *record)
{
    struct writer writer = {bpf_get_current_pid_tgid() >> 32, record->descriptor};
    struct writes *known = bpf_map_lookup_elem(&writers, &writer);

    if (known) {
        __sync_fetch_and_add(&known->calls, 1);
        __sync_fetch_and_add(&known->bytes, record->count);
    } else {
        struct writes first = {1, record->count, ""};

        bpf_get_current_comm(first.name, sizeof(first.name));
        bpf_map_update_elem(&writers, &writer, &first, BPF_ANY);
    }
    return 0;
}

char program_license[] SEC("license") = "Dual BSD/GPL";
