// SPDX-License-Identifier: Apache-2.0
/*
 * All kinds of relocation against types. Most of what is asked for is in core_target.bpf.c, in
 * another place; some is not, and makes instructions that must not be reached.
 */
#include "hugetext_bpf.h"

#define CORE __attribute__((preserve_access_index))
#define OFFSET(access) __builtin_preserve_field_info(access, 0)
#define SIZE(access) __builtin_preserve_field_info(access, 1)
#define EXISTS(access) __builtin_preserve_field_info(access, 2)
#define SIGNED(access) __builtin_preserve_field_info(access, 3)
#define LEFT(access) __builtin_preserve_field_info(access, 4)
#define RIGHT(access) __builtin_preserve_field_info(access, 5)
#define LOCAL_ID(type) __builtin_btf_type_id(*(typeof(type) *)0, 0)
#define TARGET_ID(type) __builtin_btf_type_id(*(typeof(type) *)0, 1)
#define TYPE_EXISTS(type) __builtin_preserve_type_info(*(typeof(type) *)0, 0)
#define TYPE_SIZE(type) __builtin_preserve_type_info(*(typeof(type) *)0, 1)
#define TYPE_MATCHES(type) __builtin_preserve_type_info(*(typeof(type) *)0, 2)
#define VALUE_EXISTS(type, value) __builtin_preserve_enum_value(*(typeof(type) *)value, 0)
#define VALUE(type, value) __builtin_preserve_enum_value(*(typeof(type) *)value, 1)

struct inner {
    u32 numbers[8];
    u32 hidden;
} CORE;

struct moved {
    u64 wide;
    struct inner *link;
    u32 kind : 5, flags : 3;
    s32 negative : 9;
    u16 level : 7;
    struct inner inside;
    u32 absent;
    u8 tail[];
} CORE;

struct moved___flavour {
    struct inner inside;
    u64 added;
} CORE;

struct only_name {
    u32 a;
} CORE;

struct only_name___other {
    u64 a;
} CORE;

struct nowhere {
    u32 a;
} CORE;

enum states { STATE_OLD, STATE_NEW, STATE_GONE };
enum wide { WIDE_BIG = 0x4000000000 };

typedef struct only_name renamed_t;
typedef struct only_name unknown_t;
typedef int (*callback_t)(struct moved *, u64);
typedef int (*callback_t___other)(struct moved *);

volatile u64 sink[16];

SEC("socket")
int fields(struct __sk_buff *ctx)
{
    struct moved *m = (void *)(long)ctx->mark;
    struct moved___flavour *f = (void *)m;

    sink[0] = OFFSET(m->wide);
    sink[1] = OFFSET(m->inside.hidden);
    sink[2] = OFFSET(m->link->numbers[3]);
    sink[3] = SIZE(m->inside);
    sink[4] = SIZE(m->wide);
    sink[5] = EXISTS(m->absent) + 2 * EXISTS(m->level) + 4 * EXISTS(f->added);
    sink[6] = SIGNED(m->negative) + 2 * SIGNED(m->flags);
    sink[7] = OFFSET(f->inside.numbers[5]);
    sink[8] = OFFSET(m->tail[9]);
    sink[9] = OFFSET(m[2].wide);
    return 0;
}

SEC("socket")
int bitfields(struct __sk_buff *ctx)
{
    struct moved *m = (void *)(long)ctx->mark;

    sink[0] = (u64)OFFSET(m->flags) << 32 | SIZE(m->flags);
    sink[1] = (u64)LEFT(m->flags) << 32 | RIGHT(m->flags);
    sink[2] = (u64)OFFSET(m->kind) << 32 | SIZE(m->kind);
    sink[3] = (u64)LEFT(m->kind) << 32 | RIGHT(m->kind);
    sink[4] = (u64)OFFSET(m->negative) << 32 | SIZE(m->negative);
    sink[5] = (u64)LEFT(m->negative) << 32 | RIGHT(m->negative);
    sink[6] = (u64)LEFT(m->level) << 32 | RIGHT(m->level);
    sink[7] = (u64)LEFT(m->wide) << 32 | RIGHT(m->wide);
    return 0;
}

SEC("socket")
int types(struct __sk_buff *ctx)
{
    (void)ctx;
    sink[0] = LOCAL_ID(struct moved);
    sink[1] = TARGET_ID(struct only_name);
    sink[2] = TYPE_EXISTS(struct moved) + 2 * TYPE_EXISTS(struct nowhere) + 4 * TYPE_EXISTS(renamed_t) + 8 * TYPE_EXISTS(unknown_t);
    sink[3] = TYPE_SIZE(struct inner);
    sink[4] = TYPE_SIZE(struct nowhere);
    sink[5] = TYPE_MATCHES(struct only_name) + 2 * TYPE_MATCHES(struct only_name___other) + 4 * TYPE_MATCHES(struct moved);
    sink[6] = TYPE_MATCHES(callback_t) + 2 * TYPE_EXISTS(callback_t) + 4 * TYPE_EXISTS(callback_t___other);
    sink[7] = TARGET_ID(struct nowhere);
    sink[8] = TYPE_MATCHES(enum states) + 2 * TYPE_EXISTS(enum states) + 4 * TYPE_MATCHES(enum wide);
    return 0;
}

SEC("socket")
int values(struct __sk_buff *ctx)
{
    (void)ctx;
    sink[0] = VALUE(enum states, STATE_OLD);
    sink[1] = VALUE(enum states, STATE_NEW);
    sink[2] = VALUE_EXISTS(enum states, STATE_NEW) + 2 * VALUE_EXISTS(enum states, STATE_GONE);
    sink[3] = VALUE(enum wide, WIDE_BIG);
    return 0;
}

SEC("socket")
int poisoned(struct __sk_buff *ctx)
{
    struct moved *m = (void *)(long)ctx->mark;
    struct nowhere *n = (void *)m;

    if (EXISTS(m->absent))
        sink[0] = OFFSET(m->absent);
    if (EXISTS(n->a))
        sink[1] = n->a;
    sink[2] = VALUE(enum states, STATE_GONE);
    return 0;
}

/* Loads of fields, whose width must follow the field's. */
SEC("socket")
int loads(struct __sk_buff *ctx)
{
    struct moved *m = (void *)(long)ctx->mark;

    sink[0] = m->wide;
    sink[1] = m->inside.numbers[2];
    sink[2] = m->link->hidden;
    m->inside.hidden = 5;
    m->wide = 7;
    return 0;
}

char program_license[] SEC("license") = "GPL";
