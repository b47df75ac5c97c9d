// SPDX-License-Identifier: Apache-2.0
/* The "kernel" of core.bpf.c: the same types as there, with other layouts, and more in them. */
#include "hugetext_bpf.h"

typedef unsigned char u8_t;

struct inner {
    u64 before;
    u32 numbers[8];
    struct {
        u32 padding;
        union {
            u32 hidden;
            u64 other;
        };
    };
};

struct moved {
    u64 added;
    u32 wide; /* 64 bits in the object */
    struct inner *link;
    u32 flags : 3, kind : 5, level : 7;
    s32 negative : 9;
    struct inner inside;
    u8 tail[];
};

struct only_name {
    u32 a;
    u64 b;
};

enum states { STATE_NEW = 7, STATE_OLD = 9, STATE_MORE = 11 };
enum wide { WIDE_BIG = 0x1234567890 };

typedef struct only_name renamed_t;
typedef int (*callback_t)(struct moved *, u64);

u64 keep(struct moved *m, struct only_name *n, renamed_t *r, callback_t c)
{
    return (u64)m + (u64)n + (u64)r + (u64)c;
}

u64 keep_values(enum states s, enum wide w, u8_t u)
{
    return s + w + u;
}
