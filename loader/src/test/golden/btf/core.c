#ifndef __VMLINUX_H__
#define __VMLINUX_H__

#ifndef BPF_NO_PRESERVE_ACCESS_INDEX
#pragma clang attribute push (__attribute__((preserve_access_index)), apply_to = record)
#endif

typedef unsigned int u32;

struct __sk_buff {
	u32 len;
	u32 pkt_type;
	u32 mark;
	u32 queue_mapping;
	u32 protocol;
	u32 vlan_present;
	u32 vlan_tci;
	u32 vlan_proto;
	u32 priority;
	u32 ingress_ifindex;
	u32 ifindex;
	u32 tc_index;
	u32 cb[5];
	u32 hash;
	u32 tc_classid;
	u32 data;
	u32 data_end;
};

typedef unsigned long long u64;

typedef int s32;

typedef unsigned short u16;

struct inner {
	u32 numbers[8];
	u32 hidden;
};

typedef unsigned char u8;

struct moved {
	u64 wide;
	struct inner *link;
	u32 kind: 5;
	u32 flags: 3;
	s32 negative: 9;
	u16 level: 7;
	struct inner inside;
	u32 absent;
	u8 tail[0];
};

struct moved___flavour {
	struct inner inside;
	u64 added;
};

struct only_name {
	u32 a;
};

struct nowhere {
	u32 a;
};

typedef struct only_name renamed_t;

typedef struct only_name unknown_t;

typedef int (*callback_t)(struct moved *, u64);

struct only_name___other {
	u64 a;
};

typedef int (*callback_t___other)(struct moved *);

enum states {
	STATE_OLD = 0,
	STATE_NEW = 1,
	STATE_GONE = 2,
};

enum wide {
	WIDE_BIG = 274877906944ULL,
};

#ifndef BPF_NO_PRESERVE_ACCESS_INDEX
#pragma clang attribute pop
#endif

#endif /* __VMLINUX_H__ */
