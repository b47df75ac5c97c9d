package dev.hugetext.selftests.jit;

import dev.hugetext.bpf.isa.AluOp;
import dev.hugetext.bpf.isa.AtomicOp;
import dev.hugetext.bpf.isa.BpfOpcode;
import dev.hugetext.bpf.isa.RegWidth;
import dev.hugetext.bpf.isa.SpecialOp;
import java.util.List;

/**
 * Writes one random function that the verifier accepts: between items every register of the shape
 * holds a number, so that any item may follow any other, and any jump ahead is a legal one.
 */
final class FunctionWriter {

  private static final int FRAME_POINTER = 10;
  private static final int CONTEXT = 1;
  private static final int LAST_ARGUMENT = 5;

  /** Fields of {@code __sk_buff} that a socket filter may read as words. */
  private static final List<Integer> CONTEXT_FIELDS = List.of(0, 4, 8, 12, 16, 20, 24, 40);

  /** bpf_ktime_get_ns, bpf_get_prandom_u32, bpf_get_smp_processor_id. */
  private static final List<Integer> HELPERS = List.of(5, 7, 8);

  private final FunctionShape shape;
  private final Draw draw;
  private final FunctionCode code = new FunctionCode();
  private int item;

  FunctionWriter(FunctionShape shape, Draw draw) {
    this.shape = shape;
    this.draw = draw;
  }

  FunctionCode write(boolean isMain) {
    begin(isMain);
    for (item = 0; item < shape.items(); item++) {
      code.beginItem();
      if (draw.below(1000) < shape.branchesPerMille()) {
        jump();
      } else {
        compute();
      }
    }
    code.beginItem();
    code.add(BpfOpcode.EXIT, 0, 0, 0, 0);
    code.resolveJumps();
    return code;
  }

  private void begin(boolean isMain) {
    if (isMain && shape.context() >= 0 && shape.context() != CONTEXT) {
      code.add(BpfOpcode.MOV64_X, shape.context(), CONTEXT, 0, 0);
    }
    // the deepest store comes first, so that its depth survives whatever the verifier removes
    code.add(BpfOpcode.ST_DW, FRAME_POINTER, 0, -shape.stackBytes(), draw.immediate());
    if (isMain && shape.context() >= 0) {
      code.add(BpfOpcode.LDX_W, 0, shape.context(), draw.of(CONTEXT_FIELDS), 0);
    } else {
      code.add(BpfOpcode.CALL_HELPER, 0, 0, 0, draw.of(HELPERS));
    }
    for (int register : shape.registers()) {
      if (register != 0) {
        code.add(draw.oneIn(2) ? BpfOpcode.MOV64_X : BpfOpcode.MOV32_X, register, 0, 0, 0);
      }
    }
    if (isMain) {
      callEveryFunction();
    }
  }

  /** A function that nobody calls would be refused. */
  private void callEveryFunction() {
    for (int callee : shape.callees()) {
      code.call(callee);
      refillArguments();
    }
  }

  private void compute() {
    switch (draw.below(20)) {
      case 0, 1, 2, 3, 4, 5, 6 -> alu();
      case 7, 8 -> unary();
      case 9 -> constant();
      case 10, 11 -> memory(FRAME_POINTER, -shape.stackBytes(), shape.stackBytes(), 8);
      case 12 -> throughStackPointer();
      case 13, 14 -> throughMapValue();
      case 15 -> atomic(FRAME_POINTER, -shape.stackBytes(), shape.stackBytes());
      case 16 -> contextField();
      case 17 -> helper();
      case 18 -> subprogram();
      default -> alu();
    }
  }

  private int register() {
    return draw.of(shape.registers());
  }

  private int registerBut(int other) {
    int chosen = register();
    return chosen == other ? shape.registers().getFirst() : chosen;
  }

  private void alu() {
    BpfOpcode row = draw.of(Rows.ALU);
    boolean fromRegister = row.sourceIsRegister();
    int src = fromRegister ? register() : 0;
    int imm = fromRegister ? 0 : aluImmediate((AluOp) row.operation(), row);
    code.add(row.insn(register(), src, 0, imm));
  }

  private int aluImmediate(AluOp op, BpfOpcode row) {
    return switch (op) {
      case LSH, RSH, ARSH -> draw.below(row.insnClass().width() == RegWidth.W64 ? 64 : 32);
      case DIV, SDIV, MOD, SMOD -> {
        int value = draw.immediate();
        yield value == 0 ? 1 : value;
      }
      case ADD, SUB, MUL, OR, AND, XOR, MOV -> draw.immediate();
    };
  }

  private void unary() {
    BpfOpcode row = draw.of(Rows.UNARY);
    int src = row.operation() == SpecialOp.MOVSX ? register() : 0;
    code.add(row.insn(register(), src, 0, 0));
  }

  private void constant() {
    long value = draw.constant();
    code.addWide(BpfOpcode.LD_IMM64, register(), (int) value, (int) (value >> 32));
  }

  /**
   * A load or store somewhere in {@code bytes} bytes from {@code low} on, {@code base} being kept.
   */
  private void memory(int base, int low, int bytes, int alignment) {
    boolean load = draw.oneIn(2);
    BpfOpcode row = draw.of(load ? Rows.LOADS : Rows.STORES);
    int size = row.size().bytes();
    int step = Math.min(alignment, size);
    int offset = low + draw.below((bytes - size) / step + 1) * step;
    if (load) {
      code.add(row, registerBut(base), base, offset, 0);
    } else if (Rows.storesRegister(row)) {
      code.add(row, base, registerBut(base), offset, 0);
    } else {
      code.add(row, base, 0, offset, draw.immediate());
    }
  }

  private void throughStackPointer() {
    int pointer = pointerRegister();
    int below = draw.between(1, shape.stackBytes() / 8) * 8;
    code.add(BpfOpcode.MOV64_X, pointer, FRAME_POINTER, 0, 0);
    code.add(BpfOpcode.ADD64_K, pointer, 0, 0, -below);
    int times = draw.between(1, 3);
    for (int i = 0; i < times; i++) {
      if (draw.oneIn(2)) {
        atomic(pointer, 0, below);
      } else {
        memory(pointer, 0, below, 8);
      }
    }
    code.add(BpfOpcode.MOV64_K, pointer, 0, 0, draw.immediate());
  }

  private void throughMapValue() {
    int pointer = pointerRegister();
    int bias = draw.below(RandomPrograms.MAP_VALUE_BYTES / 8) * 8;
    code.addWide(BpfOpcode.LD_MAP_VALUE, pointer, shape.mapFd(), bias);
    int times = draw.between(1, 4);
    for (int i = 0; i < times; i++) {
      int low = Math.max(-bias, draw.oneIn(2) ? -200 : Short.MIN_VALUE);
      int room = Math.min(RandomPrograms.MAP_VALUE_BYTES - bias - low, Short.MAX_VALUE - low);
      int bytes = draw.oneIn(2) ? Math.min(room, 400) : room;
      if (draw.oneIn(3)) {
        atomic(pointer, low, bytes);
      } else {
        memory(pointer, low, bytes, 8);
      }
    }
    code.add(BpfOpcode.MOV64_K, pointer, 0, 0, draw.immediate());
  }

  /** A register to hold a pointer for a while; the first register always keeps its number. */
  private int pointerRegister() {
    return draw.of(shape.registers().subList(1, shape.registers().size()));
  }

  private void atomic(int base, int low, int bytes) {
    BpfOpcode row = draw.of(Rows.ATOMICS);
    int size = row.size().bytes();
    int offset = low + draw.below(bytes / size) * size;
    int operand = registerBut(base);
    if (row.operation() == AtomicOp.LOAD_ACQUIRE) {
      code.add(row.insn(operand, base, offset, row.insn(0, 0, 0, 0).imm()));
    } else {
      code.add(row.insn(base, operand, offset, 0));
    }
  }

  private void contextField() {
    if (shape.context() < 0) {
      alu();
    } else {
      code.add(BpfOpcode.LDX_W, register(), shape.context(), draw.of(CONTEXT_FIELDS), 0);
    }
  }

  private void helper() {
    code.add(BpfOpcode.CALL_HELPER, 0, 0, 0, draw.of(HELPERS));
    refillArguments();
  }

  private void subprogram() {
    if (shape.callees().isEmpty()) {
      helper();
    } else {
      code.call(draw.of(shape.callees()));
      refillArguments();
    }
  }

  /** A call leaves nothing in R1 to R5. */
  private void refillArguments() {
    for (int register : shape.registers()) {
      if (register >= 1 && register <= LAST_ARGUMENT) {
        code.add(BpfOpcode.MOV64_X, register, 0, 0, 0);
      }
    }
  }

  private void jump() {
    int target = Math.min(shape.items(), item + 1 + draw.below(shape.reach()));
    BpfOpcode row = draw.of(Rows.BRANCHES);
    int src = row.sourceIsRegister() ? register() : 0;
    int imm = row.sourceIsRegister() ? 0 : draw.immediate();
    switch (draw.below(8)) {
      case 0 -> {
        // over a jump, whose other side stays alive
        code.add(row, register(), src, 1, imm);
        BpfOpcode always = draw.oneIn(2) ? BpfOpcode.JA : BpfOpcode.JA32;
        code.jump(always, 0, 0, 0, target);
      }
      case 1 -> {
        code.add(row, register(), src, 1, imm);
        code.add(BpfOpcode.EXIT, 0, 0, 0, 0);
      }
      default -> code.jump(row, register(), src, imm, target);
    }
  }
}
