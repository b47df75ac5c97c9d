/*
 * Prints the eBPF vectors of a Linux tree's lib/test_bpf.c as requests for `hugetext batch`, one JSON
 * object a line. Nothing of that file is here: it is read where it lies, by test_bpf_requests.sh.
 *
 * A request's id is {"test": description, "run": number of the run, "expect": R0's lower half}; the
 * data of a run lie behind an Ethernet header, because socket filters are handed what follows it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/bpf.h>
#include <linux/filter.h>

/* What the vectors and their generators ask of the kernel. */
typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;
#define __BPF_STMT(operation, immediate) \
	((struct sock_filter){ .code = (operation), .k = (immediate) })
#define __BPF_JUMP(operation, immediate, taken, otherwise) \
	((struct sock_filter){ (operation), (taken), (otherwise), (immediate) })
#define GFP_KERNEL 0
#define BIT(n) (1UL << (n))
#define U8_MAX UINT8_MAX
#define U16_MAX UINT16_MAX
#define U32_MAX UINT32_MAX
#define S16_MAX INT16_MAX
#define S16_MIN INT16_MIN
#define S32_MAX INT32_MAX
#define S32_MIN INT32_MIN
#define S64_MAX INT64_MAX
#define S64_MIN INT64_MIN
#define ETH_P_IP 0x0800
#define ETH_P_IPV6 0x86dd
#define cpu_to_be16(number) ((u16)__builtin_bswap16(number))
#define cpu_to_be32(number) __builtin_bswap32(number)
#define cpu_to_be64(number) __builtin_bswap64(number)
#define cpu_to_le16(number) ((u16)(number))
#define cpu_to_le32(number) ((u32)(number))
#define cpu_to_le64(number) ((u64)(number))
/* A verifier's own instruction, which users may not write: here the plain one that does the same. */
#define BPF_ZEXT_REG(reg) BPF_MOV32_REG(reg, reg)
#define kfree(pointer) free(pointer)
#define kmalloc(size, flags) malloc(size)
#define kmalloc_array(count, size, flags) calloc(count, size)
#define kcalloc(count, size, flags) calloc(count, size)
#define kzalloc(size, flags) calloc(1, size)
#define div64_u64(dividend, divisor) ((uint64_t)(dividend) / (divisor))
#define div64_u64_rem(dividend, divisor, rest) \
	(*(rest) = (uint64_t)(dividend) % (divisor), (uint64_t)(dividend) / (divisor))
#define lower_32_bits(number) ((uint32_t)(number))
#define upper_32_bits(number) ((uint32_t)((uint64_t)(number) >> 32))
#ifndef BPF_MAXINSNS
#define BPF_MAXINSNS 4096
#endif
#define ARRAY_SIZE(array) (sizeof(array) / sizeof(*(array)))
#define BUG_ON(condition) ((condition) ? abort() : (void)0)
#define max(a, b) ((a) > (b) ? (a) : (b))
#define min(a, b) ((a) < (b) ? (a) : (b))
#define ENOMEM 12
#define EINVAL 22
#define ENOTSUPP 524
#define SKF_AD_OFF (-0x1000)
#define SKF_NET_OFF (-0x100000)
#define SKF_LL_OFF (-0x200000)

/* Only vectors of the older kind of instruction depend on which numbers these are. */
struct rnd_state {
	uint32_t last;
};

static void prandom_seed_state(struct rnd_state *state, uint64_t seed)
{
	state->last = (uint32_t)seed | 1;
}

static uint32_t prandom_u32_state(struct rnd_state *state)
{
	return state->last = state->last * 1664525u + 1013904223u;
}

/* The byte order is told by which of two macros is there; user headers have both. */
#undef __BIG_ENDIAN

#include "vectors.h"

#define ETHERNET_HEADER 14

static void hex(const void *bytes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		printf("%02x", ((const unsigned char *)bytes)[i]);
}

static void text(const char *string)
{
	putchar('"');
	for (; *string; string++) {
		if (*string == '"' || *string == '\\')
			putchar('\\');
		putchar(*string);
	}
	putchar('"');
}

static void request(const struct bpf_test *test, int run, const struct bpf_insn *insns, size_t count)
{
	/* of a type for experiments, which nobody looks into */
	static const unsigned char header[ETHERNET_HEADER] = { [12] = 0x88, [13] = 0xb5 };

	printf("{\"id\":{\"test\":");
	text(test->descr);
	printf(",\"run\":%d,\"expect\":%u},\"op\":\"run\",\"insns\":\"", run, test->test[run].result);
	hex(insns, count * sizeof(*insns));
	printf("\",\"data_in\":\"");
	hex(header, sizeof(header));
	if (!(test->aux & FLAG_NO_DATA))
		hex(test->data, test->test[run].data_size);
	printf("\"}\n");
}

/* Vectors of fixed length end at the last instruction that is not all zeros. */
static size_t length(const struct bpf_insn *insns)
{
	static const struct bpf_insn nothing;
	size_t count = MAX_INSNS;

	while (count > 1 && !memcmp(&insns[count - 1], &nothing, sizeof(nothing)))
		count--;
	return count;
}

int main(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(tests); i++) {
		struct bpf_test *test = &tests[i];
		const struct bpf_insn *insns = test->u.insns_int;
		size_t count = MAX_INSNS;

		if (!(test->aux & INTERNAL) || test->aux & FLAG_EXPECTED_FAIL)
			continue;
		if (test->fill_helper) {
			if (test->fill_helper(test) < 0) {
				fprintf(stderr, "no vector: %s\n", test->descr);
				continue;
			}
			insns = test->u.ptr.insns;
			count = test->u.ptr.len;
		} else {
			count = length(insns);
		}
		for (int run = 0; run < MAX_SUBTESTS; run++) {
			if (run > 0 && test->test[run].data_size == 0 && test->test[run].result == 0)
				break;
			request(test, run, insns, count);
		}
	}
	return 0;
}
