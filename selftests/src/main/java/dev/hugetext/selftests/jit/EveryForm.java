package dev.hugetext.selftests.jit;

import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.AtomicOp;
import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.Cond;
import dev.hugetext.bpf.isa.InsnClass;
import dev.hugetext.bpf.isa.RawInsn;
import dev.hugetext.bpf.isa.SpecialOp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every instruction with every register in either place, immediates and offsets on both sides of
 * each border between encodings, and all combinations of the registers that some lowering treats
 * apart. Straight socket filters, in which every register holds a number between instructions.
 */
final class EveryForm {
  /** Bytes of the one value of the map that the programs use. */
  static final int MAP_VALUE_BYTES = 1024;

  private static final int REGISTERS = 10;
  private static final int FRAME_POINTER = 10;
  private static final int MIDDLE = MAP_VALUE_BYTES / 2;

  /** R0 and R3 are where x86 divides, R0 where it exchanges, R4 where it counts shifts. */
  private static final List<Integer> TREATED_APART = List.of(0, 3, 4, 8);

  private static final List<Integer> IMMEDIATES =
      List.of(0, 1, -1, 127, 128, -128, -129, 0x1234_5678, Integer.MIN_VALUE, Integer.MAX_VALUE);

  private static final List<Long> CONSTANTS =
      List.of(0L, 1L, -1L, 0xffff_ffffL, 1L << 31, -1L << 31, 1L << 32, Long.MIN_VALUE);

  /** For loads and stores; atomic operations want multiples of their size. */
  private static final List<Integer> OFFSETS = List.of(0, 127, 128, -128, -129);

  private static final List<Integer> ALIGNED_OFFSETS = List.of(0, 120, 128, -128, -136);

  private final int mapFd;
  private final List<RawInsn> insns = new ArrayList<>();

  private EveryForm(int mapFd) {
    this.mapFd = mapFd;
    insns.add(BpfOpcode.LDX_W.insn(0, 1, 0, 0));
    for (int register = 1; register < REGISTERS; register++) {
      insns.add(BpfOpcode.MOV64_X.insn(register, 0, 0, 0));
    }
  }

  /**
   * The programs by name.
   *
   * @param mapFd an array of one value of {@link #MAP_VALUE_BYTES}
   */
  static Map<String, List<RawInsn>> programs(int mapFd) {
    Map<String, List<RawInsn>> programs = new LinkedHashMap<>();
    programs.put("every-alu", new EveryForm(mapFd).alu());
    programs.put("every-unary", new EveryForm(mapFd).unary());
    programs.put("every-memory", new EveryForm(mapFd).memory());
    programs.put("every-atomic", new EveryForm(mapFd).atomics());
    programs.put("every-branch", new EveryForm(mapFd).branches());
    return programs;
  }

  private List<RawInsn> alu() {
    for (BpfOpcode row : Rows.ALU) {
      AluOp op = (AluOp) row.operation();
      if (row.sourceIsRegister()) {
        pairs(row);
      } else {
        for (int imm : IMMEDIATES) {
          add(row, 0, 0, allowed(op, row, imm));
          add(row, 7, 0, allowed(op, row, imm));
        }
        for (int dst = 1; dst < REGISTERS; dst++) {
          add(row, dst, 0, 3);
        }
      }
    }
    return exit();
  }

  /** What the verifier takes: no count beyond the width, no division by zero. */
  private static int allowed(AluOp op, BpfOpcode row, int imm) {
    return switch (op) {
      case LSH, RSH, ARSH -> imm & row.insnClass().width().shiftMask();
      case DIV, SDIV, MOD, SMOD -> imm == 0 ? 2 : imm;
      case ADD, SUB, MUL, OR, AND, XOR, MOV -> imm;
    };
  }

  /** Each register in either place, with itself, and those that are treated apart with another. */
  private void pairs(BpfOpcode row) {
    for (int register = 0; register < REGISTERS; register++) {
      add(row, register, (register + 3) % REGISTERS, 0);
    }
    for (int dst : TREATED_APART) {
      for (int src : TREATED_APART) {
        add(row, dst, src, 0);
      }
    }
  }

  private List<RawInsn> unary() {
    for (BpfOpcode row : Rows.UNARY) {
      for (int dst = 0; dst < REGISTERS; dst++) {
        boolean twoRegisters = row.operation() == SpecialOp.MOVSX;
        add(row, dst, twoRegisters ? (dst + 3) % REGISTERS : 0, 0);
      }
    }
    for (int dst = 0; dst < REGISTERS; dst++) {
      for (long value : CONSTANTS) {
        wide(BpfOpcode.LD_IMM64, dst, (int) value, (int) (value >> 32));
      }
    }
    return exit();
  }

  private List<RawInsn> memory() {
    for (BpfOpcode row : Rows.LOADS) {
      access(row, OFFSETS, true);
    }
    for (BpfOpcode row : Rows.STORES) {
      access(row, OFFSETS, false);
    }
    return exit();
  }

  private List<RawInsn> atomics() {
    for (BpfOpcode row : Rows.ATOMICS) {
      access(row, ALIGNED_OFFSETS, row.operation() == AtomicOp.LOAD_ACQUIRE);
    }
    return exit();
  }

  /** By every base register and with every other, at each offset. */
  private void access(BpfOpcode row, List<Integer> offsets, boolean load) {
    // compare-exchange compares R0, which cannot be the address at the same time
    for (int base = row.operation() == AtomicOp.CMPXCHG ? 1 : 0; base < REGISTERS; base++) {
      wide(BpfOpcode.LD_MAP_VALUE, base, mapFd, MIDDLE);
      int other = (base + 1) % REGISTERS;
      access(row, load, base, other, 0);
      for (int offset : base == 3 ? offsets : List.<Integer>of()) {
        access(row, load, base, other, offset);
      }
      add(BpfOpcode.MOV64_X, base, other, 0);
    }
    for (int other = 0; other < REGISTERS; other++) {
      store(BpfOpcode.ST_DW, FRAME_POINTER, 0, -136, 7);
      access(row, load, FRAME_POINTER, other, -136);
    }
    wide(BpfOpcode.LD_MAP_VALUE, 7, mapFd, MIDDLE);
    access(row, load, 7, 0, 0); // R0, which exchanges use, with another base than above
    add(BpfOpcode.MOV64_X, 7, 0, 0);
  }

  private void access(BpfOpcode row, boolean load, int base, int other, int offset) {
    if (load) {
      insns.add(row.insn(other, base, offset, 0));
    } else if (row.insnClass() == InsnClass.ST) {
      store(row, base, 0, offset, 0x1234_5678);
    } else {
      store(row, base, other, offset, 0);
    }
  }

  private void store(BpfOpcode row, int base, int src, int offset, int imm) {
    insns.add(row.insn(base, src, offset, imm));
  }

  private List<RawInsn> branches() {
    for (BpfOpcode row : Rows.BRANCHES) {
      boolean all = row.operation() == Cond.JEQ || row.operation() == Cond.JSET;
      if (row.sourceIsRegister()) {
        for (int dst = 0; dst < (all ? REGISTERS : 1); dst++) {
          branch(row, dst, (dst + 3) % REGISTERS, 0);
        }
      } else {
        for (int imm : all ? IMMEDIATES : List.of(0, 5, 500)) {
          branch(row, 0, 0, imm);
        }
        for (int dst = 1; dst < (all ? REGISTERS : 1); dst++) {
          branch(row, dst, 0, 5);
        }
      }
    }
    return exit();
  }

  /** On fresh numbers, so that nothing is known of them; both ways lead to the next instruction. */
  private void branch(BpfOpcode row, int dst, int src, int imm) {
    int pointer = 1;
    while (pointer == dst || pointer == src) {
      pointer++;
    }
    wide(BpfOpcode.LD_MAP_VALUE, pointer, mapFd, 0);
    insns.add(BpfOpcode.LDX_DW.insn(dst, pointer, 0, 0));
    insns.add(BpfOpcode.LDX_DW.insn(src, pointer, 8, 0));
    insns.add(row.insn(dst, src, 1, imm));
    insns.add(BpfOpcode.MOV64_X.insn(pointer, dst, 0, 0));
    insns.add(BpfOpcode.MOV64_X.insn(pointer, dst, 0, 0));
  }

  private void add(BpfOpcode row, int dst, int src, int imm) {
    insns.add(row.insn(dst, src, 0, imm));
  }

  private void wide(BpfOpcode row, int dst, int low, int high) {
    insns.add(row.insn(dst, 0, 0, low));
    insns.add(new RawInsn(0, 0, 0, (short) 0, high));
  }

  private List<RawInsn> exit() {
    add(BpfOpcode.MOV64_K, 0, 0, 0);
    add(BpfOpcode.EXIT, 0, 0, 0);
    return insns;
  }
}
