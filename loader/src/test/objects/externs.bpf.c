// SPDX-License-Identifier: Apache-2.0
/*
 * What an object may ask of a kernel: settings of every type, which become one constant map, and
 * variables and functions, of which this one can do without all.
 */
#include "hugetext_bpf.h"

#define __kconfig __attribute__((section(".kconfig")))
#define __ksym __attribute__((section(".ksyms")))
#define __weak __attribute__((weak))

enum libbpf_tristate { TRI_NO, TRI_YES, TRI_MODULE };

extern _Bool CONFIG_A_BOOL __kconfig;
extern char CONFIG_A_CHAR __kconfig;
extern enum libbpf_tristate CONFIG_A_TRISTATE __kconfig;
extern int CONFIG_AN_INT __kconfig;
extern u64 CONFIG_A_LONG __kconfig;
extern u16 CONFIG_A_SHORT __kconfig;
extern char CONFIG_A_TEXT[8] __kconfig;
extern u32 CONFIG_MISSING __kconfig __weak;

extern const void no_such_symbol __ksym __weak;
extern const int no_such_variable __ksym __weak;
extern int no_such_function(int) __ksym __weak;

SEC("socket")
int ask(void *ctx)
{
    u64 sum = 0;

    (void)ctx;
    if (CONFIG_A_BOOL)
        sum += CONFIG_A_CHAR;
    if (CONFIG_A_TRISTATE == TRI_MODULE)
        sum += CONFIG_AN_INT + CONFIG_A_LONG + CONFIG_A_SHORT + CONFIG_MISSING;
    sum += CONFIG_A_TEXT[2];
    if (&no_such_symbol)
        sum++;
    if (&no_such_variable)
        sum += no_such_variable;
    if (no_such_function)
        sum += no_such_function(3);
    return sum;
}

char program_license[] SEC("license") = "GPL";
