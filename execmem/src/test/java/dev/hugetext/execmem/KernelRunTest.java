package dev.hugetext.execmem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.hugetext.execmem.layout.KernelCode;
import dev.hugetext.execmem.layout.KernelImage;
import dev.hugetext.x86.asm.Assembler;
import dev.hugetext.x86.cpu.Cpu;
import dev.hugetext.x86.cpu.Engine;
import dev.hugetext.x86.cpu.Interpreter;
import dev.hugetext.x86.cpu.Stop;
import dev.hugetext.x86.cpu.Trap;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Machine code that was allocated, filled and freed here, run on an emulated CPU. */
class KernelRunTest {
  private static final long FUEL = 1000;

  private TestKernel machine;
  private KernelImage image;
  private Execmem execmem;
  private Cpu cpu;

  @BeforeEach
  void boot() {
    machine = TestKernel.boot(BootOptions.DEFAULT);
    image = machine.kernel.image();
    execmem = new Execmem(machine.kernel);
    cpu = machine.machine.cpu(1);
  }

  @AfterEach
  void close() {
    assertEquals(0, cpu.mmu().staleUseCount());
    machine.close();
  }

  /** {@code call helper; add eax, value; jmp return thunk}. */
  private byte[] program(long address, int value) {
    Assembler code = new Assembler();
    code.emit(Form.CALL_REL32, Width.Q, rel(address, code, "bpf_map_lookup_elem"));
    code.emit(Form.ADD_RM_IZ, Width.D, Operand.reg(Gpr.RAX), Operand.imm(value));
    return code.emit(Form.JMP_REL32, Width.Q, rel(address, code, KernelImage.RETURN_THUNK))
        .toBytes();
  }

  private Operand rel(long address, Assembler code, String symbol) {
    long next = address + code.position() + KernelCode.SITE_BYTES;
    return Operand.rel(Math.toIntExact(image.address(symbol) - next));
  }

  private Stop run(long program) {
    cpu.state().set(Gpr.RDX, program);
    cpu.state().set(Gpr.RSP, machine.kernel.stackTop(1));
    cpu.state().setRip(image.address(KernelImage.RUN_ENTRY));
    Engine engine = new Interpreter();
    return engine.run(cpu, FUEL);
  }

  @Test
  void aRunGoesThroughTheThunkTheProgramTheHelperAndBack() {
    machine.machine.hostCall(
        image.address("bpf_map_lookup_elem"), caller -> caller.state().set(Gpr.RAX, 40));
    long block = execmem.alloc(64, 64);
    assertEquals(block, execmem.fill(block, program(block, 2)));
    assertEquals(new Stop.Returned(), run(block));
    assertEquals(image.address(KernelImage.RUN_EXIT), cpu.state().rip());
    assertEquals(42, cpu.state().get(Gpr.RAX));
    assertEquals(machine.kernel.stackTop(1), cpu.state().get(Gpr.RSP));
    // call; call +1, mov, jmp, ret; call, nop, jmp, ret, add, jmp, ret
    assertEquals(12, cpu.counters().instructions());
  }

  @Test
  void aFillIsSeenByTheNextRunAndAFreeLeavesBreakpoints() {
    long block = execmem.alloc(64, 64);
    cpu.state().set(Gpr.RAX, 0);
    assertEquals(block, execmem.fill(block, program(block, 1)));
    assertEquals(new Stop.Returned(), run(block));
    assertEquals(1, cpu.state().get(Gpr.RAX));
    assertEquals(block, execmem.fill(block, program(block, 5)));
    assertEquals(new Stop.Returned(), run(block));
    assertEquals(6, cpu.state().get(Gpr.RAX));
    execmem.free(block);
    Stop.Trapped trapped = assertInstanceOf(Stop.Trapped.class, run(block));
    assertInstanceOf(Trap.Int3.class, trapped.trap());
  }

  @Test
  void aRegionThatWasGivenBackCannotBeExecuted() {
    long tailBytes = execmem.textTail().orElseThrow().bytes();
    long tail = execmem.alloc(tailBytes, 64);
    long block = execmem.alloc(64, 64);
    assertEquals(block, execmem.fill(block, program(block, 1)));
    assertEquals(new Stop.Returned(), run(block));
    execmem.free(block);
    Stop.Trapped trapped = assertInstanceOf(Stop.Trapped.class, run(block));
    assertInstanceOf(Trap.Fault.class, trapped.trap());
    execmem.free(tail);
  }
}
