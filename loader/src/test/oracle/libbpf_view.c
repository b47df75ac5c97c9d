// SPDX-License-Identifier: Apache-2.0
/*
 * What libbpf makes of an object: the maps and programs that it would hand to the kernel, one line
 * each, in the notation of the golden files. The kernel is not asked: system calls for BPF are
 * answered here, so that nothing is loaded, pinned or attached, and a program that this kernel
 * would refuse is shown too.
 *
 * Build: cc -O1 -o libbpf_view libbpf_view.c -lbpf
 * Use:   libbpf_view OBJECT [BTF [CONFIG [MODULE]]]
 *                         BTF: the target of relocations, - for the kernel's;
 *                         CONFIG: a file with settings, before the kernel's; - for none;
 *                         MODULE: a file with the BTF of a module of the kernel
 *
 * A line "open E" or "load E" says that libbpf refused, with its errno.
 */
#define _GNU_SOURCE
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <dlfcn.h>
#include <errno.h>
#include <linux/bpf.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MANY 65536

struct map {
    ino_t id, inner;
    unsigned type, key, value, max, flags, frozen, numa;
    unsigned key_type, value_type, kernel_type;
    unsigned long long extra;
    void *initial;
};
struct slot {
    ino_t map, held;
    unsigned index;
};
struct prog {
    ino_t id;
    char name[BPF_OBJ_NAME_LEN];
    unsigned flags, functions, lines, attach, target;
    struct bpf_func_info *function;
    struct bpf_line_info *line;
};

static struct map maps[MANY];
static struct slot slots[MANY];
static struct prog progs[MANY];
static int map_count, slot_count, prog_count;

/* libbpf gives a map another descriptor after it was made: the file behind it stays. */
static ino_t id_of(int fd)
{
    struct stat st;
    return fd < 0 || fstat(fd, &st) ? 0 : st.st_ino;
}

static struct map *map_of(ino_t id)
{
    for (int i = map_count; id && i-- > 0;)
        if (maps[i].id == id)
            return &maps[i];
    return NULL;
}

/* A descriptor that can be mapped into memory as a map's value can. */
static int descriptor(void)
{
    int fd = memfd_create("bpf", MFD_CLOEXEC);
    if (ftruncate(fd, 1 << 28))
        abort();
    return fd;
}

static void *records(unsigned long long from, unsigned count, unsigned step, unsigned size)
{
    char *copy = calloc(count + 1, size);
    for (unsigned i = 0; i < count; i++)
        memcpy(copy + i * size, (char *)(unsigned long)from + i * step, size);
    return copy;
}

static int create_map(const union bpf_attr *asked, size_t size)
{
    union bpf_attr attr = {}; /* older ones ask for less */
    memcpy(&attr, asked, size < sizeof(attr) ? size : sizeof(attr));
    int fd = descriptor();
    maps[map_count++ % MANY] = (struct map){
        .id = id_of(fd), .inner = attr.inner_map_fd ? id_of(attr.inner_map_fd) : 0,
        .type = attr.map_type, .key = attr.key_size, .value = attr.value_size,
        .max = attr.max_entries, .flags = attr.map_flags, .extra = attr.map_extra,
        .numa = attr.numa_node, .key_type = attr.btf_key_type_id,
        .value_type = attr.btf_value_type_id, .kernel_type = attr.btf_vmlinux_value_type_id,
    };
    return fd;
}

/* The value of operations, with descriptors of programs in their places. */
static void update_operations(struct map *map, const char *value)
{
    map->initial = memcpy(malloc(map->value), value, map->value);
    for (unsigned at = 0; at + 8 <= map->value; at += 8) {
        long fd;
        memcpy(&fd, value + at, 8);
        for (int i = 0; i < prog_count; i++) {
            if (fd > 0 && progs[i].id == id_of(fd)) {
                slots[slot_count++ % MANY] = (struct slot){map->id, progs[i].id, at};
                memset((char *)map->initial + at, 0, 8);
                break;
            }
        }
    }
}

static int update_map(const union bpf_attr *attr)
{
    struct map *map = map_of(id_of(attr->map_fd));
    const void *value = (void *)(unsigned long)attr->value;
    if (map && map->type == BPF_MAP_TYPE_ARRAY)
        map->initial = memcpy(malloc(map->value), value, map->value);
    else if (map && map->type == BPF_MAP_TYPE_STRUCT_OPS)
        update_operations(map, value);
    else if (map)
        slots[slot_count++ % MANY] = (struct slot){
            map->id, id_of(*(const int *)value), *(const unsigned *)(unsigned long)attr->key};
    return 0;
}

/* One module, whose BTF has a number and a descriptor. */
enum { MODULE_ID = 7 };
static char module[MANY];
static size_t module_size;
static ino_t module_file;

static int module_next(unsigned after)
{
    errno = ENOENT;
    return module_size && after < MODULE_ID ? 0 : -1;
}

static int module_descriptor(void)
{
    int fd = descriptor();
    module_file = id_of(fd);
    return fd;
}

static int info(const union bpf_attr *attr)
{
    struct bpf_btf_info *to = (void *)(unsigned long)attr->info.info;
    struct bpf_btf_info asked = *to;
    if (!module_file || id_of(attr->info.bpf_fd) != module_file) {
        memset(to, 0, attr->info.info_len);
        return 0;
    }
    if (asked.btf)
        memcpy((void *)(unsigned long)asked.btf, module,
               asked.btf_size < module_size ? asked.btf_size : module_size);
    if (asked.name)
        strcpy((char *)(unsigned long)asked.name, "module");
    to->btf_size = module_size;
    to->id = MODULE_ID;
    to->name_len = strlen("module");
    to->kernel_btf = 1;
    return 0;
}

static int load_program(const union bpf_attr *attr, size_t size)
{
    int fd = descriptor();
    struct prog *prog = &progs[prog_count++ % MANY];
    *prog = (struct prog){.id = id_of(fd), .flags = attr->prog_flags,
                          .attach = attr->expected_attach_type, .target = attr->attach_btf_id};
    if (size < offsetof(union bpf_attr, line_info_cnt) + 4) /* one of libbpf's own probes */
        return fd;
    memcpy(prog->name, attr->prog_name, sizeof(prog->name));
    prog->functions = attr->func_info_cnt;
    prog->lines = attr->line_info_cnt;
    prog->function = records(attr->func_info, prog->functions, attr->func_info_rec_size, 8);
    prog->line = records(attr->line_info, prog->lines, attr->line_info_rec_size, 16);
    return fd;
}

static int freeze_map(const union bpf_attr *attr)
{
    struct map *map = map_of(id_of(attr->map_fd));
    if (map)
        map->frozen = 1;
    return 0;
}

long syscall(long number, ...)
{
    static long (*real)(long, ...);
    long arg[6];
    va_list list;

    va_start(list, number);
    for (int i = 0; i < 6; i++)
        arg[i] = va_arg(list, long);
    va_end(list);
    if (number != __NR_bpf) {
        if (!real)
            real = dlsym(RTLD_NEXT, "syscall");
        return real(number, arg[0], arg[1], arg[2], arg[3], arg[4], arg[5]);
    }
    union bpf_attr *attr = (void *)arg[1];
    switch (arg[0]) {
    case BPF_MAP_CREATE: return create_map(attr, arg[2]);
    case BPF_MAP_UPDATE_ELEM: return update_map(attr);
    case BPF_MAP_FREEZE: return freeze_map(attr);
    case BPF_PROG_LOAD: return load_program(attr, arg[2]);
    case BPF_BTF_LOAD: return descriptor();
    case BPF_OBJ_GET_INFO_BY_FD: return info(attr);
    case BPF_BTF_GET_NEXT_ID:
        attr->next_id = MODULE_ID;
        return module_next(attr->start_id);
    case BPF_BTF_GET_FD_BY_ID: return module_descriptor();
    case BPF_OBJ_PIN:
    case BPF_PROG_BIND_MAP: return 0;
    default: errno = ENOENT; return -1;
    }
}

static int complain(enum libbpf_print_level level, const char *format, va_list list)
{
    return level == LIBBPF_DEBUG ? 0 : vfprintf(stderr, format, list);
}

static void print_hex(const void *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        printf("%02x", ((const unsigned char *)bytes)[i]);
}

/* A type of the kernel by its name, which does not change from one kernel to the next. */
static const char *kernel_type(unsigned id)
{
    static struct btf *types;
    if (!types)
        types = btf__load_vmlinux_btf();
    const struct btf_type *type = btf__type_by_id(types, id);
    return type ? btf__name_by_offset(types, type->name_off) : "?";
}

static void print_map(struct bpf_map *map, size_t initial_size, const char *pin)
{
    struct map *made = map_of(id_of(bpf_map__fd(map)));
    if (!made && !bpf_map__autocreate(map))
        return;
    printf("map %s ", bpf_map__name(map));
    if (!made) {
        printf("not made\n");
        return;
    }
    printf("type=%u key=%u value=%u max=%u flags=0x%x extra=%llu frozen=%u", made->type, made->key,
           made->value, made->max, made->flags, made->extra, made->frozen);
    struct map *inner = map_of(made->inner);
    if (inner)
        printf(" inner=%u:%u:%u:%u:0x%x", inner->type, inner->key, inner->value, inner->max,
               inner->flags);
    if (made->numa)
        printf(" numa=%u", made->numa);
    if (made->key_type || made->value_type)
        printf(" types=%u:%u", made->key_type, made->value_type);
    if (made->kernel_type)
        printf(" kernel=%s", kernel_type(made->kernel_type));
    if (pin)
        printf(" pin=%s", pin);
    printf(" initial=");
    size_t size;
    const void *now = bpf_map__initial_value(map, &size);
    if (!initial_size && made->type != BPF_MAP_TYPE_STRUCT_OPS)
        printf("-");
    else
        print_hex(made->initial ? made->initial : now, initial_size ? initial_size : made->value);
    printf("\n");
}

static void print_slots(struct bpf_object *object)
{
    struct bpf_map *map, *other;
    struct bpf_program *prog;
    bpf_object__for_each_map(map, object) {
        for (int i = 0; i < slot_count; i++) {
            if (slots[i].map != id_of(bpf_map__fd(map)))
                continue;
            const char *held = NULL;
            bpf_object__for_each_map(other, object)
                if (id_of(bpf_map__fd(other)) == slots[i].held)
                    held = bpf_map__name(other);
            bpf_object__for_each_program(prog, object)
                if (id_of(bpf_program__fd(prog)) == slots[i].held)
                    held = bpf_program__name(prog);
            if (held)
                printf("slot %s %u %s\n", bpf_map__name(map), slots[i].index, held);
        }
    }
}

static int map_index(struct bpf_object *object, int fd)
{
    struct bpf_map *map;
    int index = 0;
    bpf_object__for_each_map(map, object) {
        if (bpf_map__fd(map) == fd)
            return index;
        index++;
    }
    return -1;
}

static void print_insns(struct bpf_object *object, struct bpf_program *prog)
{
    const struct bpf_insn *insns = bpf_program__insns(prog);
    for (size_t i = 0; i < bpf_program__insn_cnt(prog); i++) {
        struct bpf_insn insn = insns[i];
        int is_map = insn.src_reg == BPF_PSEUDO_MAP_FD || insn.src_reg == BPF_PSEUDO_MAP_VALUE;
        if (insn.code == (BPF_LD | BPF_IMM | BPF_DW) && is_map)
            insn.imm = map_index(object, insn.imm);
        print_hex(&insn, sizeof(insn));
        printf("\n");
    }
}

static void print_info(const struct btf *btf, const struct prog *loaded)
{
    for (unsigned i = 0; i < loaded->functions; i++) {
        const struct btf_type *type = btf__type_by_id(btf, loaded->function[i].type_id);
        printf("function %u %s\n", loaded->function[i].insn_off,
               btf__name_by_offset(btf, type->name_off));
    }
    for (unsigned i = 0; i < loaded->lines; i++) {
        const struct bpf_line_info *line = &loaded->line[i];
        printf("line %u %s:%u:%u %s\n", line->insn_off,
               btf__name_by_offset(btf, line->file_name_off), line->line_col >> 10,
               line->line_col & 1023, btf__name_by_offset(btf, line->line_off));
    }
}

/* Programs are loaded in the object's order, so each is looked for behind the one before. */
static const struct prog *loaded_as(const char *name)
{
    static int next;
    for (int i = next; i < prog_count; i++) {
        if (progs[i].name[0] && !strncmp(progs[i].name, name, BPF_OBJ_NAME_LEN - 1)) {
            next = i + 1;
            return &progs[i];
        }
    }
    return NULL;
}

static size_t initial[MANY];
static char *pins[MANY];
static enum bpf_prog_type types[MANY];
static enum bpf_attach_type attach[MANY];

static bool has_target(enum bpf_prog_type type)
{
    return type == BPF_PROG_TYPE_TRACING || type == BPF_PROG_TYPE_LSM || type == BPF_PROG_TYPE_EXT;
}

/*
 * Opens and loads. With "plain", programs that want a function of this kernel to attach to are
 * loaded as ones that do not: whether it has that function is not what is asked.
 */
static struct bpf_object *load(
    const char *file, const char *btf, const char *config, bool plain, int *error)
{
    LIBBPF_OPTS(bpf_object_open_opts, options);
    struct bpf_program *prog;
    struct bpf_map *map;
    int i = 0;

    options.btf_custom_path = btf;
    options.kconfig = config;
    struct bpf_object *object = bpf_object__open_file(file, &options);
    if (libbpf_get_error(object) || !object) {
        printf("open %d\n", errno);
        exit(1);
    }
    bpf_object__for_each_map(map, object) {
        if (bpf_map__pin_path(map))
            pins[i] = strdup(bpf_map__pin_path(map));
        bpf_map__set_pin_path(map, NULL);
        if (bpf_map__type(map) != BPF_MAP_TYPE_STRUCT_OPS) /* what user space may change there */
            bpf_map__initial_value(map, &initial[i]);
        i++;
    }
    i = 0;
    bpf_object__for_each_program(prog, object) {
        bpf_program__set_autoload(prog, true);
        types[i] = bpf_program__type(prog);
        attach[i] = bpf_program__expected_attach_type(prog);
        if (!types[i] || (plain && has_target(types[i]))) /* any, so that the others load */
            bpf_program__set_type(prog, BPF_PROG_TYPE_SOCKET_FILTER);
        i++;
    }
    *error = bpf_object__load(object);
    bpf_object__for_each_map(map, object) /* which hands its value over, and has no other effect here */
        if (!*error && bpf_map__type(map) == BPF_MAP_TYPE_STRUCT_OPS && bpf_map__fd(map) >= 0)
            bpf_map__attach_struct_ops(map);
    return object;
}

static const char *text_of(const char *file)
{
    static char text[MANY];
    FILE *in = fopen(file, "r");
    if (!in || !fread(text, 1, sizeof(text) - 1, in))
        exit(2);
    return text;
}

int main(int argc, char **argv)
{
    const char *btf = argc > 2 && strcmp(argv[2], "-") ? argv[2] : NULL;
    const char *config = argc > 3 && strcmp(argv[3], "-") ? text_of(argv[3]) : NULL;
    struct bpf_program *prog;
    struct bpf_map *map;
    int error, i = 0;

    if (argc < 2)
        return 2;
    if (argc > 4) {
        FILE *in = fopen(argv[4], "r");
        module_size = in ? fread(module, 1, sizeof(module), in) : 0;
    }
    libbpf_set_print(complain);
    setvbuf(stdout, NULL, _IOFBF, 1 << 20);
#if LIBBPF_MAJOR_VERSION == 0 /* they read what later ones refuse */
    libbpf_set_strict_mode(LIBBPF_STRICT_NONE);
#endif
    struct bpf_object *object = load(argv[1], btf, config, false, &error);
    if (error) {
        map_count = slot_count = prog_count = 0;
        object = load(argv[1], btf, config, true, &error);
    }
    if (error)
        printf("load %d\n", -error);
    bpf_object__for_each_map(map, object) {
        print_map(map, initial[i], pins[i]);
        i++;
    }
    print_slots(object);
    i = 0;
    bpf_object__for_each_program(prog, object) {
        const struct prog *loaded = loaded_as(bpf_program__name(prog));
        bool ops = loaded && types[i] == BPF_PROG_TYPE_STRUCT_OPS;
        printf("program %s type=%d attach=%d flags=%u", bpf_program__name(prog), types[i],
               ops ? loaded->attach : attach[i], loaded ? loaded->flags : 0);
        printf(ops ? " target=%s\n" : "\n", ops ? kernel_type(loaded->target) : "");
        i++;
        print_insns(object, prog);
        if (loaded && bpf_object__btf(object))
            print_info(bpf_object__btf(object), loaded);
    }
    return 0;
}
