// SPDX-License-Identifier: Apache-2.0
/*
 * Writes the types of a kernel module: split BTF on top of those of ops_target.bpf.o, with a struct
 * that only the module has, and one of the kernel's by another layout, which does not count.
 *
 * Build: cc -o module_btf module_btf.c -lbpf
 * Use:   module_btf ../objects/ops_target.bpf.o ../objects/module.btf
 */
#include <bpf/btf.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    struct btf *base = btf__parse(argv[1], NULL);
    struct btf *module = base ? btf__new_empty_split(base) : NULL;
    if (!module)
        return 1;
    int word = btf__find_by_name_kind(base, "unsigned int", BTF_KIND_INT);
    int request = btf__find_by_name_kind(base, "request", BTF_KIND_STRUCT);
    int pointer = btf__add_ptr(module, request);
    btf__add_struct(module, "module_queue", 24);
    btf__add_field(module, "kind", word, 0, 0);
    btf__add_field(module, "first", pointer, 64, 0);
    btf__add_field(module, "length", word, 128, 0);
    btf__add_struct(module, "request", 16); /* by the name of the kernel's own */
    btf__add_field(module, "length", word, 64, 0);
    btf__add_enum(module, "module_mode", 4);
    btf__add_enum_value(module, "MODULE_OFF", 3);
    btf__add_enum_value(module, "MODULE_ON", 9);
    btf__add_var(module, "module_count", BTF_VAR_GLOBAL_ALLOCATED, word);

    __u32 size;
    const void *bytes = btf__raw_data(module, &size);
    FILE *out = fopen(argv[2], "w");
    return !out || fwrite(bytes, 1, size, out) != size || fclose(out);
}
