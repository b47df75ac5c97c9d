package dev.hugetext.bpf.isa;

import static dev.hugetext.bpf.isa.CpuLevel.NEVER;
import static dev.hugetext.bpf.isa.CpuLevel.V1;
import static dev.hugetext.bpf.isa.CpuLevel.V2;
import static dev.hugetext.bpf.isa.CpuLevel.V3;
import static dev.hugetext.bpf.isa.CpuLevel.V4;
import static dev.hugetext.bpf.isa.InsnGroup.ATOMIC32;
import static dev.hugetext.bpf.isa.InsnGroup.ATOMIC64;
import static dev.hugetext.bpf.isa.InsnGroup.BASE32;
import static dev.hugetext.bpf.isa.InsnGroup.BASE64;
import static dev.hugetext.bpf.isa.InsnGroup.DIVMUL32;
import static dev.hugetext.bpf.isa.InsnGroup.DIVMUL64;
import static dev.hugetext.bpf.isa.InsnGroup.INTERNAL;
import static dev.hugetext.bpf.isa.InsnGroup.KERNEL;
import static dev.hugetext.bpf.isa.InsnGroup.NEWER;
import static dev.hugetext.bpf.isa.InsnGroup.PACKET;
import static dev.hugetext.bpf.isa.InsnGroup.REFUSED;
import static dev.hugetext.bpf.isa.SpecialOp.LD_ABS;
import static dev.hugetext.bpf.isa.SpecialOp.LD_IND;
import static dev.hugetext.bpf.isa.SpecialOp.LOAD;
import static dev.hugetext.bpf.isa.SpecialOp.LOAD_SIGNED;
import static dev.hugetext.bpf.isa.SpecialOp.MOVSX;
import static dev.hugetext.bpf.isa.SpecialOp.NEG;
import static dev.hugetext.bpf.isa.SpecialOp.STORE;

import java.util.Optional;

/**
 * The eBPF instruction set of RFC 9669 and of Linux 6.18: one row per encoding form. The only place
 * opcode numbers are written.
 *
 * <p>A row is found by its opcode byte and, where several share one, by the value of the field
 * named in the second column. Class, width, size and source are read off the opcode's bits (RFC
 * 9669, sections 3, 4 and 5). The columns: opcode; deciding field; operation; fields that must be
 * zero (as the 6.18 verifier checks them); RFC section; conformance group; {@code -mcpu} level;
 * first kernel.
 */
public enum BpfOpcode {
  // @formatter:off
  //                        opcode decided by  operation                must be zero    RFC      group      cpu   kernel
  // RFC 9669, 4.1: 32-bit arithmetic; the result clears the upper half
  ADD32_K                  (0x04, "any",     AluOp.ADD,               "src off",      "4.1",   BASE32,    V1,  "3.18"),
  ADD32_X                  (0x0c, "any",     AluOp.ADD,               "off imm",      "4.1",   BASE32,    V1,  "3.18"),
  SUB32_K                  (0x14, "any",     AluOp.SUB,               "src off",      "4.1",   BASE32,    V1,  "3.18"),
  SUB32_X                  (0x1c, "any",     AluOp.SUB,               "off imm",      "4.1",   BASE32,    V1,  "3.18"),
  MUL32_K                  (0x24, "any",     AluOp.MUL,               "src off",      "4.1",   DIVMUL32,  V1,  "3.18"),
  MUL32_X                  (0x2c, "any",     AluOp.MUL,               "off imm",      "4.1",   DIVMUL32,  V1,  "3.18"),
  DIV32_K                  (0x34, "off 0",   AluOp.DIV,               "src",          "4.1",   DIVMUL32,  V1,  "3.18"),
  SDIV32_K                 (0x34, "off 1",   AluOp.SDIV,              "src",          "4.1",   DIVMUL32,  V4,  "6.6"),
  DIV32_X                  (0x3c, "off 0",   AluOp.DIV,               "imm",          "4.1",   DIVMUL32,  V1,  "3.18"),
  SDIV32_X                 (0x3c, "off 1",   AluOp.SDIV,              "imm",          "4.1",   DIVMUL32,  V4,  "6.6"),
  OR32_K                   (0x44, "any",     AluOp.OR,                "src off",      "4.1",   BASE32,    V1,  "3.18"),
  OR32_X                   (0x4c, "any",     AluOp.OR,                "off imm",      "4.1",   BASE32,    V1,  "3.18"),
  AND32_K                  (0x54, "any",     AluOp.AND,               "src off",      "4.1",   BASE32,    V1,  "3.18"),
  AND32_X                  (0x5c, "any",     AluOp.AND,               "off imm",      "4.1",   BASE32,    V1,  "3.18"),
  LSH32_K                  (0x64, "any",     AluOp.LSH,               "src off",      "4.1",   BASE32,    V1,  "3.18"),
  LSH32_X                  (0x6c, "any",     AluOp.LSH,               "off imm",      "4.1",   BASE32,    V1,  "3.18"),
  RSH32_K                  (0x74, "any",     AluOp.RSH,               "src off",      "4.1",   BASE32,    V1,  "3.18"),
  RSH32_X                  (0x7c, "any",     AluOp.RSH,               "off imm",      "4.1",   BASE32,    V1,  "3.18"),
  MOD32_K                  (0x94, "off 0",   AluOp.MOD,               "src",          "4.1",   DIVMUL32,  V1,  "3.18"),
  SMOD32_K                 (0x94, "off 1",   AluOp.SMOD,              "src",          "4.1",   DIVMUL32,  V4,  "6.6"),
  MOD32_X                  (0x9c, "off 0",   AluOp.MOD,               "imm",          "4.1",   DIVMUL32,  V1,  "3.18"),
  SMOD32_X                 (0x9c, "off 1",   AluOp.SMOD,              "imm",          "4.1",   DIVMUL32,  V4,  "6.6"),
  XOR32_K                  (0xa4, "any",     AluOp.XOR,               "src off",      "4.1",   BASE32,    V1,  "3.18"),
  XOR32_X                  (0xac, "any",     AluOp.XOR,               "off imm",      "4.1",   BASE32,    V1,  "3.18"),
  MOV32_K                  (0xb4, "any",     AluOp.MOV,               "src off",      "4.1",   BASE32,    V1,  "3.18"),
  MOV32_X                  (0xbc, "off 0",   AluOp.MOV,               "imm",          "4.1",   BASE32,    V1,  "3.18"),
  MOVSX32_8                (0xbc, "off 8",   MOVSX,                   "imm",          "4.1",   BASE32,    V4,  "6.6"),
  MOVSX32_16               (0xbc, "off 16",  MOVSX,                   "imm",          "4.1",   BASE32,    V4,  "6.6"),
  ARSH32_K                 (0xc4, "any",     AluOp.ARSH,              "src off",      "4.1",   BASE32,    V1,  "3.18"),
  ARSH32_X                 (0xcc, "any",     AluOp.ARSH,              "off imm",      "4.1",   BASE32,    V1,  "3.18"),
  NEG32                    (0x84, "any",     NEG,                     "src off imm",  "4.1",   BASE32,    V1,  "3.18"),
  // RFC 9669, 4.1: 64-bit arithmetic
  ADD64_K                  (0x07, "any",     AluOp.ADD,               "src off",      "4.1",   BASE64,    V1,  "3.18"),
  ADD64_X                  (0x0f, "any",     AluOp.ADD,               "off imm",      "4.1",   BASE64,    V1,  "3.18"),
  SUB64_K                  (0x17, "any",     AluOp.SUB,               "src off",      "4.1",   BASE64,    V1,  "3.18"),
  SUB64_X                  (0x1f, "any",     AluOp.SUB,               "off imm",      "4.1",   BASE64,    V1,  "3.18"),
  MUL64_K                  (0x27, "any",     AluOp.MUL,               "src off",      "4.1",   DIVMUL64,  V1,  "3.18"),
  MUL64_X                  (0x2f, "any",     AluOp.MUL,               "off imm",      "4.1",   DIVMUL64,  V1,  "3.18"),
  DIV64_K                  (0x37, "off 0",   AluOp.DIV,               "src",          "4.1",   DIVMUL64,  V1,  "3.18"),
  SDIV64_K                 (0x37, "off 1",   AluOp.SDIV,              "src",          "4.1",   DIVMUL64,  V4,  "6.6"),
  DIV64_X                  (0x3f, "off 0",   AluOp.DIV,               "imm",          "4.1",   DIVMUL64,  V1,  "3.18"),
  SDIV64_X                 (0x3f, "off 1",   AluOp.SDIV,              "imm",          "4.1",   DIVMUL64,  V4,  "6.6"),
  OR64_K                   (0x47, "any",     AluOp.OR,                "src off",      "4.1",   BASE64,    V1,  "3.18"),
  OR64_X                   (0x4f, "any",     AluOp.OR,                "off imm",      "4.1",   BASE64,    V1,  "3.18"),
  AND64_K                  (0x57, "any",     AluOp.AND,               "src off",      "4.1",   BASE64,    V1,  "3.18"),
  AND64_X                  (0x5f, "any",     AluOp.AND,               "off imm",      "4.1",   BASE64,    V1,  "3.18"),
  LSH64_K                  (0x67, "any",     AluOp.LSH,               "src off",      "4.1",   BASE64,    V1,  "3.18"),
  LSH64_X                  (0x6f, "any",     AluOp.LSH,               "off imm",      "4.1",   BASE64,    V1,  "3.18"),
  RSH64_K                  (0x77, "any",     AluOp.RSH,               "src off",      "4.1",   BASE64,    V1,  "3.18"),
  RSH64_X                  (0x7f, "any",     AluOp.RSH,               "off imm",      "4.1",   BASE64,    V1,  "3.18"),
  MOD64_K                  (0x97, "off 0",   AluOp.MOD,               "src",          "4.1",   DIVMUL64,  V1,  "3.18"),
  SMOD64_K                 (0x97, "off 1",   AluOp.SMOD,              "src",          "4.1",   DIVMUL64,  V4,  "6.6"),
  MOD64_X                  (0x9f, "off 0",   AluOp.MOD,               "imm",          "4.1",   DIVMUL64,  V1,  "3.18"),
  SMOD64_X                 (0x9f, "off 1",   AluOp.SMOD,              "imm",          "4.1",   DIVMUL64,  V4,  "6.6"),
  XOR64_K                  (0xa7, "any",     AluOp.XOR,               "src off",      "4.1",   BASE64,    V1,  "3.18"),
  XOR64_X                  (0xaf, "any",     AluOp.XOR,               "off imm",      "4.1",   BASE64,    V1,  "3.18"),
  MOV64_K                  (0xb7, "any",     AluOp.MOV,               "src off",      "4.1",   BASE64,    V1,  "3.18"),
  MOV64_X                  (0xbf, "off 0",   AluOp.MOV,               "imm",          "4.1",   BASE64,    V1,  "3.18"),
  MOVSX64_8                (0xbf, "off 8",   MOVSX,                   "imm",          "4.1",   BASE64,    V4,  "6.6"),
  MOVSX64_16               (0xbf, "off 16",  MOVSX,                   "imm",          "4.1",   BASE64,    V4,  "6.6"),
  MOVSX64_32               (0xbf, "off 32",  MOVSX,                   "imm",          "4.1",   BASE64,    V4,  "6.6"),
  ARSH64_K                 (0xc7, "any",     AluOp.ARSH,              "src off",      "4.1",   BASE64,    V1,  "3.18"),
  ARSH64_X                 (0xcf, "any",     AluOp.ARSH,              "off imm",      "4.1",   BASE64,    V1,  "3.18"),
  NEG64                    (0x87, "any",     NEG,                     "src off imm",  "4.1",   BASE64,    V1,  "3.18"),
  ADDR_SPACE_CAST          (0xbf, "off 1",   SpecialOp.ADDR_SPACE_CAST,"",             "-",     KERNEL,    V4,  "6.9"),
  MOV_PERCPU               (0xbf, "off -1",  SpecialOp.MOV_PERCPU,    "imm",          "-",     INTERNAL,  NEVER, "6.10"),
  // RFC 9669, 4.2: byte order
  LE16                     (0xd4, "imm 16",  SwapOp.LE,               "src off",      "4.2",   BASE32,    V1,  "3.18"),
  LE32                     (0xd4, "imm 32",  SwapOp.LE,               "src off",      "4.2",   BASE32,    V1,  "3.18"),
  LE64                     (0xd4, "imm 64",  SwapOp.LE,               "src off",      "4.2",   BASE64,    V1,  "3.18"),
  BE16                     (0xdc, "imm 16",  SwapOp.BE,               "src off",      "4.2",   BASE32,    V1,  "3.18"),
  BE32                     (0xdc, "imm 32",  SwapOp.BE,               "src off",      "4.2",   BASE32,    V1,  "3.18"),
  BE64                     (0xdc, "imm 64",  SwapOp.BE,               "src off",      "4.2",   BASE64,    V1,  "3.18"),
  BSWAP16                  (0xd7, "imm 16",  SwapOp.BSWAP,            "src off",      "4.2",   BASE32,    V4,  "6.6"),
  BSWAP32                  (0xd7, "imm 32",  SwapOp.BSWAP,            "src off",      "4.2",   BASE32,    V4,  "6.6"),
  BSWAP64                  (0xd7, "imm 64",  SwapOp.BSWAP,            "src off",      "4.2",   BASE64,    V4,  "6.6"),
  // RFC 9669, 4.3: jumps on a 64-bit comparison
  JEQ_K                    (0x15, "any",     Cond.JEQ,                "src",          "4.3",   BASE64,    V1,  "3.18"),
  JEQ_X                    (0x1d, "any",     Cond.JEQ,                "imm",          "4.3",   BASE64,    V1,  "3.18"),
  JGT_K                    (0x25, "any",     Cond.JGT,                "src",          "4.3",   BASE64,    V1,  "3.18"),
  JGT_X                    (0x2d, "any",     Cond.JGT,                "imm",          "4.3",   BASE64,    V1,  "3.18"),
  JGE_K                    (0x35, "any",     Cond.JGE,                "src",          "4.3",   BASE64,    V1,  "3.18"),
  JGE_X                    (0x3d, "any",     Cond.JGE,                "imm",          "4.3",   BASE64,    V1,  "3.18"),
  JSET_K                   (0x45, "any",     Cond.JSET,               "src",          "4.3",   BASE64,    V1,  "3.18"),
  JSET_X                   (0x4d, "any",     Cond.JSET,               "imm",          "4.3",   BASE64,    V1,  "3.18"),
  JNE_K                    (0x55, "any",     Cond.JNE,                "src",          "4.3",   BASE64,    V1,  "3.18"),
  JNE_X                    (0x5d, "any",     Cond.JNE,                "imm",          "4.3",   BASE64,    V1,  "3.18"),
  JSGT_K                   (0x65, "any",     Cond.JSGT,               "src",          "4.3",   BASE64,    V1,  "3.18"),
  JSGT_X                   (0x6d, "any",     Cond.JSGT,               "imm",          "4.3",   BASE64,    V1,  "3.18"),
  JSGE_K                   (0x75, "any",     Cond.JSGE,               "src",          "4.3",   BASE64,    V1,  "3.18"),
  JSGE_X                   (0x7d, "any",     Cond.JSGE,               "imm",          "4.3",   BASE64,    V1,  "3.18"),
  JLT_K                    (0xa5, "any",     Cond.JLT,                "src",          "4.3",   BASE64,    V2,  "4.14"),
  JLT_X                    (0xad, "any",     Cond.JLT,                "imm",          "4.3",   BASE64,    V2,  "4.14"),
  JLE_K                    (0xb5, "any",     Cond.JLE,                "src",          "4.3",   BASE64,    V2,  "4.14"),
  JLE_X                    (0xbd, "any",     Cond.JLE,                "imm",          "4.3",   BASE64,    V2,  "4.14"),
  JSLT_K                   (0xc5, "any",     Cond.JSLT,               "src",          "4.3",   BASE64,    V2,  "4.14"),
  JSLT_X                   (0xcd, "any",     Cond.JSLT,               "imm",          "4.3",   BASE64,    V2,  "4.14"),
  JSLE_K                   (0xd5, "any",     Cond.JSLE,               "src",          "4.3",   BASE64,    V2,  "4.14"),
  JSLE_X                   (0xdd, "any",     Cond.JSLE,               "imm",          "4.3",   BASE64,    V2,  "4.14"),
  // RFC 9669, 4.3: jumps on a 32-bit comparison
  JEQ32_K                  (0x16, "any",     Cond.JEQ,                "src",          "4.3",   BASE32,    V3,  "5.1"),
  JEQ32_X                  (0x1e, "any",     Cond.JEQ,                "imm",          "4.3",   BASE32,    V3,  "5.1"),
  JGT32_K                  (0x26, "any",     Cond.JGT,                "src",          "4.3",   BASE32,    V3,  "5.1"),
  JGT32_X                  (0x2e, "any",     Cond.JGT,                "imm",          "4.3",   BASE32,    V3,  "5.1"),
  JGE32_K                  (0x36, "any",     Cond.JGE,                "src",          "4.3",   BASE32,    V3,  "5.1"),
  JGE32_X                  (0x3e, "any",     Cond.JGE,                "imm",          "4.3",   BASE32,    V3,  "5.1"),
  JSET32_K                 (0x46, "any",     Cond.JSET,               "src",          "4.3",   BASE32,    V3,  "5.1"),
  JSET32_X                 (0x4e, "any",     Cond.JSET,               "imm",          "4.3",   BASE32,    V3,  "5.1"),
  JNE32_K                  (0x56, "any",     Cond.JNE,                "src",          "4.3",   BASE32,    V3,  "5.1"),
  JNE32_X                  (0x5e, "any",     Cond.JNE,                "imm",          "4.3",   BASE32,    V3,  "5.1"),
  JSGT32_K                 (0x66, "any",     Cond.JSGT,               "src",          "4.3",   BASE32,    V3,  "5.1"),
  JSGT32_X                 (0x6e, "any",     Cond.JSGT,               "imm",          "4.3",   BASE32,    V3,  "5.1"),
  JSGE32_K                 (0x76, "any",     Cond.JSGE,               "src",          "4.3",   BASE32,    V3,  "5.1"),
  JSGE32_X                 (0x7e, "any",     Cond.JSGE,               "imm",          "4.3",   BASE32,    V3,  "5.1"),
  JLT32_K                  (0xa6, "any",     Cond.JLT,                "src",          "4.3",   BASE32,    V3,  "5.1"),
  JLT32_X                  (0xae, "any",     Cond.JLT,                "imm",          "4.3",   BASE32,    V3,  "5.1"),
  JLE32_K                  (0xb6, "any",     Cond.JLE,                "src",          "4.3",   BASE32,    V3,  "5.1"),
  JLE32_X                  (0xbe, "any",     Cond.JLE,                "imm",          "4.3",   BASE32,    V3,  "5.1"),
  JSLT32_K                 (0xc6, "any",     Cond.JSLT,               "src",          "4.3",   BASE32,    V3,  "5.1"),
  JSLT32_X                 (0xce, "any",     Cond.JSLT,               "imm",          "4.3",   BASE32,    V3,  "5.1"),
  JSLE32_K                 (0xd6, "any",     Cond.JSLE,               "src",          "4.3",   BASE32,    V3,  "5.1"),
  JSLE32_X                 (0xde, "any",     Cond.JSLE,               "imm",          "4.3",   BASE32,    V3,  "5.1"),
  // RFC 9669, 4.3: other jumps, calls and the end
  JA                       (0x05, "any",     SpecialOp.JA,            "dst src imm",  "4.3",   BASE32,    V1,  "3.18"),
  JA32                     (0x06, "any",     SpecialOp.JA,            "dst src off",  "4.3",   BASE32,    V4,  "6.6"),
  GOTOX                    (0x0d, "any",     SpecialOp.GOTOX,         "src off imm",  "-",     NEWER,     V4,  "6.19"),
  CALL_HELPER              (0x85, "src 0",   SpecialOp.CALL_HELPER,   "dst off",      "4.3.1", BASE32,    V1,  "3.18"),
  CALL_BPF                 (0x85, "src 1",   SpecialOp.CALL_BPF,      "dst off",      "4.3.2", BASE32,    V3,  "4.16"),
  CALL_KFUNC               (0x85, "src 2",   SpecialOp.CALL_KFUNC,    "dst",          "4.3.1", BASE32,    V3,  "5.13"),
  CALLX                    (0x8d, "any",     SpecialOp.CALLX,         "src off",      "4.3",   REFUSED,   NEVER, "-"),
  EXIT                     (0x95, "any",     SpecialOp.EXIT,          "dst src imm",  "4.3",   BASE32,    V1,  "3.18"),
  MAY_GOTO                 (0xe5, "src 0",   SpecialOp.MAY_GOTO,      "dst imm",      "-",     KERNEL,    V4,  "6.9"),
  TAIL_CALL                (0xf5, "any",     SpecialOp.TAIL_CALL,     "",             "-",     INTERNAL,  NEVER, "4.2"),
  // RFC 9669, 5.4: 64-bit immediates (two slots)
  LD_IMM64                 (0x18, "src 0",   SpecialOp.LD_IMM64,      "off",          "5.4",   BASE64,    V1,  "3.18"),
  LD_MAP                   (0x18, "src 1",   SpecialOp.LD_IMM64,      "off",          "5.4.1", BASE64,    V1,  "3.18"),
  LD_MAP_VALUE             (0x18, "src 2",   SpecialOp.LD_IMM64,      "off",          "5.4.1", BASE64,    V1,  "5.2"),
  LD_BTF_ID                (0x18, "src 3",   SpecialOp.LD_IMM64,      "off",          "5.4.2", BASE64,    V1,  "5.10"),
  LD_FUNC                  (0x18, "src 4",   SpecialOp.LD_IMM64,      "off",          "5.4",   BASE64,    V1,  "5.13"),
  LD_MAP_IDX               (0x18, "src 5",   SpecialOp.LD_IMM64,      "off",          "5.4.1", BASE64,    V1,  "5.14"),
  LD_MAP_IDX_VALUE         (0x18, "src 6",   SpecialOp.LD_IMM64,      "off",          "5.4.1", BASE64,    V1,  "5.14"),
  // RFC 9669, 5.5: legacy packet access, big endian; the context is in R6
  LD_ABS_W                 (0x20, "any",     LD_ABS,                  "dst src off",  "5.5",   PACKET,    V1,  "3.18"),
  LD_ABS_H                 (0x28, "any",     LD_ABS,                  "dst src off",  "5.5",   PACKET,    V1,  "3.18"),
  LD_ABS_B                 (0x30, "any",     LD_ABS,                  "dst src off",  "5.5",   PACKET,    V1,  "3.18"),
  LD_IND_W                 (0x40, "any",     LD_IND,                  "dst off",      "5.5",   PACKET,    V1,  "3.18"),
  LD_IND_H                 (0x48, "any",     LD_IND,                  "dst off",      "5.5",   PACKET,    V1,  "3.18"),
  LD_IND_B                 (0x50, "any",     LD_IND,                  "dst off",      "5.5",   PACKET,    V1,  "3.18"),
  // RFC 9669, 5.1 and 5.2: loads and stores
  LDX_W                    (0x61, "any",     LOAD,                    "imm",          "5.1",   BASE32,    V1,  "3.18"),
  LDX_H                    (0x69, "any",     LOAD,                    "imm",          "5.1",   BASE32,    V1,  "3.18"),
  LDX_B                    (0x71, "any",     LOAD,                    "imm",          "5.1",   BASE32,    V1,  "3.18"),
  LDX_DW                   (0x79, "any",     LOAD,                    "imm",          "5.1",   BASE64,    V1,  "3.18"),
  LDXSX_W                  (0x81, "any",     LOAD_SIGNED,             "imm",          "5.2",   BASE64,    V4,  "6.6"),
  LDXSX_H                  (0x89, "any",     LOAD_SIGNED,             "imm",          "5.2",   BASE64,    V4,  "6.6"),
  LDXSX_B                  (0x91, "any",     LOAD_SIGNED,             "imm",          "5.2",   BASE64,    V4,  "6.6"),
  ST_W                     (0x62, "any",     STORE,                   "src",          "5.1",   BASE32,    V1,  "3.18"),
  ST_H                     (0x6a, "any",     STORE,                   "src",          "5.1",   BASE32,    V1,  "3.18"),
  ST_B                     (0x72, "any",     STORE,                   "src",          "5.1",   BASE32,    V1,  "3.18"),
  ST_DW                    (0x7a, "any",     STORE,                   "src",          "5.1",   BASE64,    V1,  "3.18"),
  STX_W                    (0x63, "any",     STORE,                   "imm",          "5.1",   BASE32,    V1,  "3.18"),
  STX_H                    (0x6b, "any",     STORE,                   "imm",          "5.1",   BASE32,    V1,  "3.18"),
  STX_B                    (0x73, "any",     STORE,                   "imm",          "5.1",   BASE32,    V1,  "3.18"),
  STX_DW                   (0x7b, "any",     STORE,                   "imm",          "5.1",   BASE64,    V1,  "3.18"),
  // RFC 9669, 5.3: atomic operations; the immediate is AtomicOp.code()
  ATOMIC_ADD_W             (0xc3, "code",    AtomicOp.ADD,            "",             "5.3",   ATOMIC32,  V1,  "3.18"),
  ATOMIC_OR_W              (0xc3, "code",    AtomicOp.OR,             "",             "5.3",   ATOMIC32,  V3,  "5.12"),
  ATOMIC_AND_W             (0xc3, "code",    AtomicOp.AND,            "",             "5.3",   ATOMIC32,  V3,  "5.12"),
  ATOMIC_XOR_W             (0xc3, "code",    AtomicOp.XOR,            "",             "5.3",   ATOMIC32,  V3,  "5.12"),
  ATOMIC_FETCH_ADD_W       (0xc3, "code",    AtomicOp.FETCH_ADD,      "",             "5.3",   ATOMIC32,  V3,  "5.12"),
  ATOMIC_FETCH_OR_W        (0xc3, "code",    AtomicOp.FETCH_OR,       "",             "5.3",   ATOMIC32,  V3,  "5.12"),
  ATOMIC_FETCH_AND_W       (0xc3, "code",    AtomicOp.FETCH_AND,      "",             "5.3",   ATOMIC32,  V3,  "5.12"),
  ATOMIC_FETCH_XOR_W       (0xc3, "code",    AtomicOp.FETCH_XOR,      "",             "5.3",   ATOMIC32,  V3,  "5.12"),
  ATOMIC_XCHG_W            (0xc3, "code",    AtomicOp.XCHG,           "",             "5.3",   ATOMIC32,  V3,  "5.12"),
  ATOMIC_CMPXCHG_W         (0xc3, "code",    AtomicOp.CMPXCHG,        "",             "5.3",   ATOMIC32,  V3,  "5.12"),
  ATOMIC_ADD_DW            (0xdb, "code",    AtomicOp.ADD,            "",             "5.3",   ATOMIC64,  V1,  "3.18"),
  ATOMIC_OR_DW             (0xdb, "code",    AtomicOp.OR,             "",             "5.3",   ATOMIC64,  V3,  "5.12"),
  ATOMIC_AND_DW            (0xdb, "code",    AtomicOp.AND,            "",             "5.3",   ATOMIC64,  V3,  "5.12"),
  ATOMIC_XOR_DW            (0xdb, "code",    AtomicOp.XOR,            "",             "5.3",   ATOMIC64,  V3,  "5.12"),
  ATOMIC_FETCH_ADD_DW      (0xdb, "code",    AtomicOp.FETCH_ADD,      "",             "5.3",   ATOMIC64,  V3,  "5.12"),
  ATOMIC_FETCH_OR_DW       (0xdb, "code",    AtomicOp.FETCH_OR,       "",             "5.3",   ATOMIC64,  V3,  "5.12"),
  ATOMIC_FETCH_AND_DW      (0xdb, "code",    AtomicOp.FETCH_AND,      "",             "5.3",   ATOMIC64,  V3,  "5.12"),
  ATOMIC_FETCH_XOR_DW      (0xdb, "code",    AtomicOp.FETCH_XOR,      "",             "5.3",   ATOMIC64,  V3,  "5.12"),
  ATOMIC_XCHG_DW           (0xdb, "code",    AtomicOp.XCHG,           "",             "5.3",   ATOMIC64,  V3,  "5.12"),
  ATOMIC_CMPXCHG_DW        (0xdb, "code",    AtomicOp.CMPXCHG,        "",             "5.3",   ATOMIC64,  V3,  "5.12"),
  LOAD_ACQUIRE_W           (0xc3, "code",    AtomicOp.LOAD_ACQUIRE,   "",             "-",     KERNEL,    V4,  "6.15"),
  LOAD_ACQUIRE_H           (0xcb, "code",    AtomicOp.LOAD_ACQUIRE,   "",             "-",     KERNEL,    V4,  "6.15"),
  LOAD_ACQUIRE_B           (0xd3, "code",    AtomicOp.LOAD_ACQUIRE,   "",             "-",     KERNEL,    V4,  "6.15"),
  LOAD_ACQUIRE_DW          (0xdb, "code",    AtomicOp.LOAD_ACQUIRE,   "",             "-",     KERNEL,    V4,  "6.15"),
  STORE_RELEASE_W          (0xc3, "code",    AtomicOp.STORE_RELEASE,  "",             "-",     KERNEL,    V4,  "6.15"),
  STORE_RELEASE_H          (0xcb, "code",    AtomicOp.STORE_RELEASE,  "",             "-",     KERNEL,    V4,  "6.15"),
  STORE_RELEASE_B          (0xd3, "code",    AtomicOp.STORE_RELEASE,  "",             "-",     KERNEL,    V4,  "6.15"),
  STORE_RELEASE_DW         (0xdb, "code",    AtomicOp.STORE_RELEASE,  "",             "-",     KERNEL,    V4,  "6.15"),
  // Internal: made by the verifier after acceptance, never accepted from a user
  PROBE_MEM_W              (0x21, "any",     LOAD,                    "imm",          "-",     INTERNAL,  NEVER, "5.5"),
  PROBE_MEM_H              (0x29, "any",     LOAD,                    "imm",          "-",     INTERNAL,  NEVER, "5.5"),
  PROBE_MEM_B              (0x31, "any",     LOAD,                    "imm",          "-",     INTERNAL,  NEVER, "5.5"),
  PROBE_MEM_DW             (0x39, "any",     LOAD,                    "imm",          "-",     INTERNAL,  NEVER, "5.5"),
  PROBE_MEMSX_W            (0x41, "any",     LOAD_SIGNED,             "imm",          "-",     INTERNAL,  NEVER, "6.6"),
  PROBE_MEMSX_H            (0x49, "any",     LOAD_SIGNED,             "imm",          "-",     INTERNAL,  NEVER, "6.6"),
  PROBE_MEMSX_B            (0x51, "any",     LOAD_SIGNED,             "imm",          "-",     INTERNAL,  NEVER, "6.6"),
  PROBE_MEM32_LDX_W        (0xa1, "any",     LOAD,                    "imm",          "-",     INTERNAL,  NEVER, "6.9"),
  PROBE_MEM32_LDX_H        (0xa9, "any",     LOAD,                    "imm",          "-",     INTERNAL,  NEVER, "6.9"),
  PROBE_MEM32_LDX_B        (0xb1, "any",     LOAD,                    "imm",          "-",     INTERNAL,  NEVER, "6.9"),
  PROBE_MEM32_LDX_DW       (0xb9, "any",     LOAD,                    "imm",          "-",     INTERNAL,  NEVER, "6.9"),
  PROBE_MEM32SX_W          (0xc1, "any",     LOAD_SIGNED,             "imm",          "-",     INTERNAL,  NEVER, "6.18"),
  PROBE_MEM32SX_H          (0xc9, "any",     LOAD_SIGNED,             "imm",          "-",     INTERNAL,  NEVER, "6.18"),
  PROBE_MEM32SX_B          (0xd1, "any",     LOAD_SIGNED,             "imm",          "-",     INTERNAL,  NEVER, "6.18"),
  PROBE_MEM32_ST_W         (0xa2, "any",     STORE,                   "src",          "-",     INTERNAL,  NEVER, "6.9"),
  PROBE_MEM32_ST_H         (0xaa, "any",     STORE,                   "src",          "-",     INTERNAL,  NEVER, "6.9"),
  PROBE_MEM32_ST_B         (0xb2, "any",     STORE,                   "src",          "-",     INTERNAL,  NEVER, "6.9"),
  PROBE_MEM32_ST_DW        (0xba, "any",     STORE,                   "src",          "-",     INTERNAL,  NEVER, "6.9"),
  PROBE_MEM32_STX_W        (0xa3, "any",     STORE,                   "imm",          "-",     INTERNAL,  NEVER, "6.9"),
  PROBE_MEM32_STX_H        (0xab, "any",     STORE,                   "imm",          "-",     INTERNAL,  NEVER, "6.9"),
  PROBE_MEM32_STX_B        (0xb3, "any",     STORE,                   "imm",          "-",     INTERNAL,  NEVER, "6.9"),
  PROBE_MEM32_STX_DW       (0xbb, "any",     STORE,                   "imm",          "-",     INTERNAL,  NEVER, "6.9"),
  PROBE_ATOMIC_W           (0xe3, "any",     SpecialOp.PROBE_ATOMIC,  "",             "-",     INTERNAL,  NEVER, "6.10"),
  PROBE_ATOMIC_H           (0xeb, "any",     SpecialOp.PROBE_ATOMIC,  "",             "-",     INTERNAL,  NEVER, "6.10"),
  PROBE_ATOMIC_B           (0xf3, "any",     SpecialOp.PROBE_ATOMIC,  "",             "-",     INTERNAL,  NEVER, "6.10"),
  PROBE_ATOMIC_DW          (0xfb, "any",     SpecialOp.PROBE_ATOMIC,  "",             "-",     INTERNAL,  NEVER, "6.10"),
  NOSPEC                   (0xc2, "any",     SpecialOp.NOSPEC,        "",             "-",     INTERNAL,  NEVER, "5.14");
  // @formatter:on

  private static final int SOURCE_BIT = 0x08;
  private static final int SIZE_SHIFT = 3;
  private static final int SIZE_MASK = 3;
  private static final int MODE_MASK = 0xe0;

  private final int opcode;
  private final Selector selector;
  private final Operation operation;
  private final FieldSet reserved;
  private final String rfcSection;
  private final InsnGroup group;
  private final CpuLevel cpuLevel;
  private final String firstKernel;

  BpfOpcode(
      int opcode,
      String selector,
      Operation operation,
      String reserved,
      String rfcSection,
      InsnGroup group,
      CpuLevel cpuLevel,
      String firstKernel) {
    this.opcode = opcode;
    this.selector = Selector.parse(selector, operation);
    this.operation = operation;
    this.reserved = FieldSet.parse(reserved);
    this.rfcSection = rfcSection;
    this.group = group;
    this.cpuLevel = cpuLevel;
    this.firstKernel = firstKernel;
  }

  /** The row of an instruction; empty where no row has its opcode and deciding field. */
  public static Optional<BpfOpcode> of(RawInsn insn) {
    return OpcodeIndex.find(insn);
  }

  /** Whether any row has this opcode byte. */
  public static boolean isKnown(int opcode) {
    return !OpcodeIndex.rows(opcode).isEmpty();
  }

  /** The opcode byte. */
  public int opcode() {
    return opcode;
  }

  public Operation operation() {
    return operation;
  }

  public InsnClass insnClass() {
    return InsnClass.of(opcode);
  }

  /** For arithmetic and jumps: whether the right operand is a register. */
  public boolean sourceIsRegister() {
    return (opcode & SOURCE_BIT) != 0;
  }

  /** The opcode byte of a load or store as that of one of another size. */
  public static int resized(int opcode, MemSize size) {
    return opcode & ~(SIZE_MASK << SIZE_SHIFT) | size.ordinal() << SIZE_SHIFT;
  }

  /** For loads, stores and atomics: the size of the access. */
  public MemSize size() {
    return MemSize.values()[opcode >> SIZE_SHIFT & SIZE_MASK];
  }

  /** For loads and stores: which memory is meant. */
  public AccessMode accessMode() {
    return OpcodeIndex.accessMode(insnClass(), opcode & MODE_MASK);
  }

  /** Section of RFC 9669, or {@code -}. */
  public String rfcSection() {
    return rfcSection;
  }

  public InsnGroup group() {
    return group;
  }

  public CpuLevel cpuLevel() {
    return cpuLevel;
  }

  /** First Linux release with it [general knowledge, for information only], or {@code -}. */
  public String firstKernel() {
    return firstKernel;
  }

  /** Made by the verifier only. */
  public boolean isInternal() {
    return group == INTERNAL;
  }

  /** How many slots it takes, 1 or 2. */
  public int slots() {
    return operation == SpecialOp.LD_IMM64 ? 2 : 1;
  }

  /** Whether all fields that must be zero are zero. */
  public boolean reservedFieldsAreZero(RawInsn insn) {
    return reserved.allZero(insn);
  }

  /** Whether this field must be zero. */
  public boolean mustBeZero(Field field) {
    return reserved.fields().contains(field);
  }

  /** The fields that must be zero, for people: {@code src off}. */
  public String reservedText() {
    return reserved.text();
  }

  /** The field that tells this row from others with its opcode, for people: {@code off=1}. */
  public String selectorText() {
    return selector.text();
  }

  /** An instruction of this form; the deciding field is set by the row. */
  public RawInsn insn(int dst, int src, int off, int imm) {
    if (off != (short) off) {
      throw new IllegalArgumentException("%s: offset %d has over 16 bits".formatted(this, off));
    }
    return selector.applyTo(new RawInsn(opcode, dst, src, (short) off, imm));
  }

  Selector selector() {
    return selector;
  }
}
