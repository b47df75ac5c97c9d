#!/usr/bin/env python3
"""Makes forms.txt: what GNU as writes, and objdump reads, for every row of the table and width.

    python3 make-forms.py > forms.txt

Needs GNU binutils; not part of the build, which only reads the committed result. A row and its
operands are written below in AT&T syntax, so that bytes and text come from tools that know nothing
of our table. {load}, {store}, {disp32} ask as for one of several encodings. Every instruction stands
at a multiple of 16, so that relative targets are printed as they are in the result.
"""
import itertools
import subprocess
import tempfile

SUFFIX = {"B": "b", "W": "w", "D": "l", "Q": "q"}
LOW = ["ax", "cx", "dx", "bx", "sp", "bp", "si", "di"]
MEMORY = [
    "(%rax)", "(%r12)", "0x0(%rbp)", "0x0(%r13)", "-0x8(%rbp)", "0x7f(%rsp)", "-0x81(%rdi)",
    "0x12345678(%r15)", "(%rsi,%rcx,1)", "-0x10(%r13,%r14,8)", "0x138(%rbp,%r12,4)",
    "0x40(,%r9,2)", "0x10(%rip)", "%gs:0x28", "%gs:0xffffffffffff8000", "%gs:0x8(%rbx)",
]
CONDITIONS = "o no b ae e ne be a s ns p np l ge le g".split()
BIG = {"B": ["0x12", "-0x80"], "W": ["0x1234", "-0x1234"],
       "D": ["0x12345678", "-0x12345678"], "Q": ["0x12345678", "-0x12345678"]}

lines = []  # (row and width, assembler text)
registers = itertools.cycle([1, 9, 3, 14, 7, 2, 12, 6, 5, 10, 13, 8, 4, 15, 11])  # never rax


def reg(number, width):
    if number >= 8:
        return f"%r{number}" + {"B": "b", "W": "w", "D": "d", "Q": ""}[width]
    name = LOW[number]
    if width == "B":
        return "%" + (name[0] + "l" if number < 4 else name + "l")
    return "%" + {"W": "", "D": "e", "Q": "r"}[width] + name


def some(width):
    return reg(next(registers), width)


def add(row, width, text):
    lines.append((f"{row} {width}", text))


def unary(row, op, width, lock=False):
    for memory in MEMORY:
        add(row, width, f"{op}{SUFFIX[width]} {memory}")
    for number in (0, 6, 11):
        add(row, width, f"{op}{SUFFIX[width]} {reg(number, width)}")
    if lock:
        add(row, width, f"lock {op}{SUFFIX[width]} 0x8(%rdi)")


def rm_r(row, op, width, pick="", lock=False):
    for memory in MEMORY:
        add(row, width, f"{op}{SUFFIX[width]} {some(width)},{memory}")
    for _ in range(5):
        add(row, width, f"{pick} {op}{SUFFIX[width]} {some(width)},{some(width)}")
    if lock:
        add(row, width, f"lock {op}{SUFFIX[width]} {some(width)},0x8(%rdi)")
        add(row, width, f"lock {op}{SUFFIX[width]} {some(width)},%gs:0x8(%r8)")


def r_rm(row, op, width, pick="", source=None, suffix=None, gs=True):
    op += SUFFIX[width] if suffix is None else suffix
    for memory in MEMORY:
        if gs or "gs" not in memory:
            add(row, width, f"{op} {memory},{some(width)}")
    for _ in range(5 if gs else 0):
        add(row, width, f"{pick} {op} {some(source or width)},{some(width)}")


def immediate(row, op, width, values, targets):
    for target, value in itertools.product(targets, values):
        add(row, width, f"{op}{SUFFIX[width]} ${value},{target}")


def alu():
    for op in "add or adc sbb and sub xor cmp".split():
        name, lock = op.upper(), op != "cmp"
        for width in "BWDQ":
            rm_r(f"{name}_RM_R", op, width, "{store}", lock)
            r_rm(f"{name}_R_RM", op, width, "{load}")
            immediate(f"{name}_A_IZ", op, width, BIG[width], [reg(0, width)])
            targets = MEMORY + [reg(1, width), reg(6, width), reg(9, width)]
            immediate(f"{name}_RM_IZ", op, width, BIG[width], targets)
            if width != "B":
                immediate(f"{name}_RM_I8", op, width, ["0x7f", "-0x80"], targets + [reg(0, width)])
    for width in "BWDQ":
        rm_r("TEST_RM_R", "test", width)
        immediate("TEST_A_IZ", "test", width, BIG[width], [reg(0, width)])
        immediate("TEST_RM_IZ", "test", width, BIG[width], MEMORY + [reg(6, width), reg(9, width)])


def moves():
    for width in "BWDQ":
        rm_r("MOV_RM_R", "mov", width, "{store}")
        r_rm("MOV_R_RM", "mov", width, "{load}")
        immediate("MOV_RM_IZ", "mov", width, BIG[width], MEMORY)
    immediate("MOV_RM_IZ", "mov", "Q", ["0x1", "-0x1"], ["%rax", "%r9"])
    for number in range(16):
        add("MOV_R_IV", "W", f"mov $0x1234,{reg(number, 'W')}")
        add("MOV_R_IV", "D", f"mov $0x87654321,{reg(number, 'D')}")
        add("MOV_R_IV", "Q", f"movabs $0xffffffff82202a08,{reg(number, 'Q')}")
    for width in "WDQ":
        r_rm("MOVZX_R_RM8", "movzb", width, source="B")
        r_rm("MOVSX_R_RM8", "movsb", width, source="B")
        r_rm("LEA_R_M", "lea", width, gs=False)
        for condition in CONDITIONS:
            r_rm("CMOVCC_R_RM", "cmov" + condition, width)
    for width in "DQ":
        r_rm("MOVZX_R_RM16", "movzw", width, source="W")
        r_rm("MOVSX_R_RM16", "movsw", width, source="W")
        for number in range(16):
            add("BSWAP_R", width, f"bswap {reg(number, width)}")
    r_rm("MOVSXD_R_RM32", "movsl", "Q", source="D")


def arithmetic():
    for op in "inc dec not neg mul imul div idiv".split():
        for width in "BWDQ":
            unary(f"{op.upper()}_RM", op, width, lock=op in ("inc", "dec", "not", "neg"))
    for width in "WDQ":
        r_rm("IMUL_R_RM", "imul", width)
        for source in MEMORY + [reg(7, width), reg(9, width)]:
            add("IMUL_R_RM_I8", width, f"imul{SUFFIX[width]} $-0x5,{source},{some(width)}")
            add("IMUL_R_RM_IZ", width, f"imul{SUFFIX[width]} $0x1234,{source},{some(width)}")
    for width, op in zip("WDQ", ["cwtd", "cltd", "cqto"]):
        add("CWD", width, op)
    for width, op in zip("WDQ", ["cbtw", "cwtl", "cltq"]):
        add("CBW", width, op)
    for op in "bt bts btr btc".split():
        for width in "WDQ":
            rm_r(f"{op.upper()}_RM_R", op, width, lock=op != "bt")
            for target in MEMORY + [reg(1, width), reg(6, width), reg(9, width)]:
                add(f"{op.upper()}_RM_I8", width, f"{op}{SUFFIX[width]} $0x5,{target}")
            add(f"{op.upper()}_RM_I8", width, f"{op}{SUFFIX[width]} $0xff,{some(width)}")
            if op != "bt":
                add(f"{op.upper()}_RM_I8", width, f"lock {op}{SUFFIX[width]} $0x5,0x8(%rdi)")
    for op in "rol ror shl shr sar".split():
        for width in "BWDQ":
            row = op.upper()
            unary(f"{row}_RM_1", op, width)
            for target in MEMORY + [reg(0, width), reg(6, width), reg(10, width)]:
                add(f"{row}_RM_CL", width, f"{op}{SUFFIX[width]} %cl,{target}")
                add(f"{row}_RM_I8", width, f"{op}{SUFFIX[width]} $0x5,{target}")
            add(f"{row}_RM_I8", width, f"{op}{SUFFIX[width]} $0xff,{some(width)}")
    for op in "shlx shrx sarx".split():
        for width in "DQ":
            for source in MEMORY + [reg(0, width), reg(6, width), reg(10, width)]:
                add(f"{op.upper()}_R_RM_R", width, f"{op} {some(width)},{source},{some(width)}")


def atomics():
    for row, op in ("XCHG", "xchg"), ("XADD", "xadd"), ("CMPXCHG", "cmpxchg"):
        for width in "BWDQ":
            rm_r(f"{row}_RM_R", op, width, lock=True)


def control():
    for number in range(16):
        add("PUSH_R", "Q", f"push {reg(number, 'Q')}")
        add("POP_R", "Q", f"pop {reg(number, 'Q')}")
        add("JMP_RM", "Q", f"jmp *{reg(number, 'Q')}")
        add("CALL_RM", "Q", f"call *{reg(number, 'Q')}")
        for condition in CONDITIONS:
            add("SETCC_RM", "Q", f"set{condition} {reg(number, 'B')}")
    for value in "0x7f", "-0x80", "0", "-1":
        add("PUSH_I8", "Q", f"push ${value}")
    for value in "0x80", "-0x81", "0x7fffffff", "-0x80000000":
        add("PUSH_IZ", "Q", f"push ${value}")
    for memory in MEMORY:
        add("PUSH_RM", "Q", f"push {memory}")
        add("POP_RM", "Q", f"pop {memory}")
        for condition in CONDITIONS:
            add("SETCC_RM", "Q", f"set{condition} {memory}")
        for hint in "prefetchnta prefetcht0 prefetcht1 prefetcht2 prefetchw".split():
            add(hint.upper(), "Q", f"{hint} {memory}")
        add("JMP_RM", "Q", f"jmp *{memory}")
        add("CALL_RM", "Q", f"call *{memory}")
    for row, op in [("JMP", "jmp")] + [("JCC", "j" + condition) for condition in CONDITIONS]:
        for distance in "+0x2", "+0x81", "-0x7e":
            add(f"{row}_REL8", "Q", f"{op} .{distance}")
        for distance in "+0x10", "+0x12345", "-0x12345678":
            add(f"{row}_REL32", "Q", f"{{disp32}} {op} .{distance}")
    for distance in "+0x5", "+0x12345", "-0x12345678":
        add("CALL_REL32", "Q", f"call .{distance}")
    for op in "pushf popf leave ret int3 ud2 lfence sfence mfence pause endbr64".split():
        add(op.upper(), "Q", op)
    for width in "DQ":
        r_rm("UD1_R_RM", "ud1", width, suffix="")


def nops():
    add("NOP", "D", "nop")
    add("NOP", "W", "xchg %ax,%ax")
    for width in "WDQ":
        unary("NOP_RM", "nop", width)
    add("NOP_RM", "W", ".nops 9")
    add("NOP_RM", "W", ".nops 10")
    add("NOP_RM", "W", ".nops 11")
    add("IBHF", "Q", ".byte 0xf3, 0x48, 0x0f, 0x1e, 0xf8")  # as has no mnemonic for it yet


def needless_prefixes():
    """Bytes, since as would leave most of them out; what the kernel and compilers use comes first."""
    for row, _, code in (
        ("RET Q", "repz ret", "f3 c3"), ("JMP_RM Q", "notrack jmp", "3e ff e0"),
        ("CALL_RM Q", "notrack call", "3e ff d0"), ("JMP_RM Q", "notrack jmp mem", "3e ff 24 c5 00 00 00 00"),
        ("JCC_REL32 Q", "jne,pn", "2e 0f 85 10 00 00 00"), ("JCC_REL8 Q", "jne,pn", "2e 75 10"),
        ("JCC_REL8 Q", "je,pt", "3e 74 10"), ("CALL_REL32 Q", "cs call", "2e e8 00 00 00 00"),
        ("CALL_REL32 Q", "cs cs call", "2e 2e e8 00 00 00 00"), ("JMP_REL32 Q", "cs jmp", "2e e9 00 00 00 00"),
        ("CALL_REL32 Q", "ds call", "3e e8 00 00 00 00"), ("CALL_REL32 Q", "addr32 call", "67 e8 00 00 00 00"),
        ("JMP_RM Q", "rex.W jmp", "48 ff e0"), ("JMP_REL32 Q", "bnd jmp", "f2 e9 00 00 00 00"),
        ("RET Q", "bnd ret", "f2 c3"), ("JMP_RM Q", "bnd notrack", "f2 3e ff e0"),
        ("NOP W", "66 66 66 90", "66 66 66 90"), ("NOP D", "gs nop", "65 90"), ("NOP D", "addr32 nop", "67 90"),
        ("NOP_RM D", "9 bytes", "2e 0f 1f 84 00 00 00 00 00"), ("NOP_RM W", "11 bytes", "66 66 2e 0f 1f 84 00 00 00 00 00"),
        ("NOP_RM W", "15 bytes", "66 66 66 66 66 66 2e 0f 1f 84 00 00 00 00 00"),
        ("NOP_RM D", "ds nopl", "3e 0f 1f 44 00 00"), ("NOP_RM D", "gs nopl", "65 0f 1f 44 00 00"),
        ("PUSH_R Q", "ss push", "36 50"), ("PUSH_R Q", "rex.W push", "48 50"), ("INT3 Q", "es int3", "26 cc"),
        ("UD2 Q", "cs ud2", "2e 0f 0b"), ("MOV_R_RM D", "cs mov", "2e 8b 00"), ("MOV_R_RM D", "ss mov", "36 8b 45 00"),
        ("ADD_RM_R Q", "data16 add", "66 48 01 c8"), ("ADD_RM_R B", "data16 add", "66 00 c8"),
        ("ADD_RM_R W", "twice", "66 66 01 c8"), ("ADD_RM_R B", "rex.W add", "48 00 c8"),
        ("ADD_RM_R Q", "rex.WX add", "4a 01 c0"), ("ADD_RM_R D", "rex.X add", "42 01 c0"),
        ("ADD_RM_R Q", "cs lock", "2e f0 48 01 00"), ("ADD_RM_R Q", "lock cs", "f0 2e 48 01 00"),
        ("SHLX_R_RM_R D", "cs shlx", "2e c4 e2 71 f7 d8"), ("PAUSE Q", "cs pause", "2e f3 90"),
        ("ENDBR64 Q", "cs endbr64", "2e f3 0f 1e fa"),
    ):
        lines.append((row, ".byte " + ",".join("0x" + byte for byte in code.split())))


def explicit_displacements():
    for text in "mov %al,0x0(%rdi)", "mov %al,0x0(%rdi,%rcx,2)", "mov %al,0x0(%r12)":
        add("MOV_RM_R", "B", "{disp8} " + text)
        add("MOV_RM_R", "B", "{disp32} " + text)
    add("MOV_R_RM", "Q", "{disp32} mov -0x8(%rbp),%rax")
    add("NOP_RM", "D", ".nops 5")
    add("NOP_RM", "W", ".nops 6")
    add("NOP_RM", "D", ".nops 7")
    add("NOP_RM", "D", ".nops 8")
    add("MOVSX_R_RM8", "D", "{rex} movsbl %al,%eax")


def run(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def objdump(path, syntax):
    """The first instruction at every multiple of 16: (bytes, text)."""
    found = {}
    for line in run("objdump", "-D", "-w", "-M", syntax, "-b", "binary", "-m", "i386:x86-64",
                    path).splitlines():
        parts = line.split("\t")
        if len(parts) == 3:
            address = int(parts[0].strip().rstrip(":"), 16)
            found[address] = (parts[1].strip(), parts[2].rstrip())
    return found


def main():
    for part in alu, moves, arithmetic, atomics, control, nops, explicit_displacements, needless_prefixes:
        part()
    with tempfile.TemporaryDirectory() as work:
        with open(f"{work}/forms.s", "w") as source:
            for _, text in lines:
                source.write(f"{text}\n.p2align 4\n")
        run("as", "-o", f"{work}/forms.o", f"{work}/forms.s")
        run("objcopy", "-O", "binary", f"{work}/forms.o", f"{work}/forms.bin")
        att = objdump(f"{work}/forms.bin", "att")
        intel = objdump(f"{work}/forms.bin", "intel")
    for tool in "as", "objdump":
        print("#", run(tool, "--version").splitlines()[0])
    print("# made by make-forms.py: row and width | address | bytes | AT&T | Intel")
    for number, (row, _) in enumerate(lines):
        code, text = att[16 * number]
        print(f"{row} | {16 * number:x} | {code} | {text} | {intel[16 * number][1]}")


main()
