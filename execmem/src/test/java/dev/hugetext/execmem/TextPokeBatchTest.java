package dev.hugetext.execmem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.execmem.layout.KernelImage;
import dev.hugetext.execmem.outcome.KernelBug;
import dev.hugetext.execmem.poke.TextPokeBatch;
import dev.hugetext.x86.asm.Assembler;
import dev.hugetext.x86.cpu.Cpu;
import dev.hugetext.x86.cpu.Interpreter;
import dev.hugetext.x86.cpu.MachineCounters;
import dev.hugetext.x86.cpu.Stop;
import dev.hugetext.x86.cpu.Trap;
import dev.hugetext.x86.insn.Gpr;
import dev.hugetext.x86.insn.Operand;
import dev.hugetext.x86.table.Form;
import dev.hugetext.x86.table.Width;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps, broadcasts and breakpoints of patching text that other CPUs execute. */
class TextPokeBatchTest {
  private static final byte[] NOP5 = HexFormat.of().parseHex("0f1f440000");
  private static final byte[] RET = {(byte) 0xC3};
  private static final long FUEL = 1000;

  private TestKernel machine;
  private TextPokeBatch batch;
  private long site;

  @BeforeEach
  void boot() {
    machine = TestKernel.boot(BootOptions.DEFAULT);
    batch = machine.kernel.textPokeBatch();
    Execmem execmem = new Execmem(machine.kernel);
    site = execmem.alloc(8192, 64);
    byte[] code = new byte[8192];
    Arrays.fill(code, (byte) 0x90);
    execmem.fill(site, code);
    machine.startCounting();
  }

  @AfterEach
  void close() {
    machine.close();
  }

  private static byte[] rel32(int opcode, int displacement) {
    byte[] bytes = new byte[5];
    bytes[0] = (byte) opcode;
    for (int i = 0; i < 4; i++) {
      bytes[1 + i] = (byte) (displacement >> (8 * i));
    }
    return bytes;
  }

  private void assertCosts(long pokes, long syncs) {
    MachineCounters counts = machine.counts();
    assertEquals(pokes, counts.textPokes());
    assertEquals(syncs, counts.syncCores());
    assertEquals(syncs * (machine.machine.cpuCount() - 1), counts.ipis()); // no poke sends one
    assertEquals(pokes, counts.flushLocal());
    assertEquals(0, counts.flushAll() + counts.flushRange());
    machine.startCounting();
  }

  @Test
  void anInstructionTakesThreePokesAndThreeBroadcasts() {
    batch.patch(site, NOP5);
    assertCosts(3, 3);
    assertArrayEquals(NOP5, machine.kernel.memory().read(site, 5));
  }

  @Test
  void oneByteTakesTwoOfEachAndABreakpointOne() {
    batch.patch(site, RET);
    assertCosts(2, 2);
    batch.patch(site, new byte[] {(byte) 0xCC});
    assertCosts(1, 1);
  }

  @Test
  void aBatchTakesThreeBroadcastsHoweverManyEntries() {
    machine.kernel.textMutex().lock();
    for (int i = 0; i < 100; i++) {
      batch.add(site + i * 8L, i % 2 == 0 ? NOP5 : RET);
    }
    batch.finish();
    batch.finish(); // nothing is left to do
    machine.kernel.textMutex().unlock();
    assertCosts(50 * 3 + 50 * 2, 3);
  }

  @Test
  void aFullOrUnsortedQueueIsFinishedFirst() {
    machine.kernel.textMutex().lock();
    for (int i = 0; i <= TextPokeBatch.MAX_ENTRIES; i++) {
      batch.add(site + i * 8L, NOP5);
    }
    assertCosts(3L * TextPokeBatch.MAX_ENTRIES, 3);
    batch.add(site, NOP5);
    assertCosts(3, 3);
    batch.finish();
    machine.kernel.textMutex().unlock();
    assertCosts(3, 3);
  }

  @Test
  void withoutTextMutexNothingIsPoked() {
    assertThrows(IllegalStateException.class, () -> batch.add(site, NOP5));
    assertThrows(IllegalStateException.class, () -> batch.finish());
    assertThrows(IllegalStateException.class, () -> machine.kernel.textPoke().poke(site, RET));
    assertCosts(0, 0);
  }

  @Test
  void whatCannotBeEmulatedIsTheKernelsEnd() {
    for (String hex : new String[] {"4889c3", "90", "0f1f4000", "e800000000cc", "ff", "c390"}) {
      byte[] bytes = HexFormat.of().parseHex(hex);
      assertThrows(KernelBug.class, () -> batch.patch(site, bytes), hex);
    }
    batch.patch(site, HexFormat.of().parseHex("c3cccccccc"));
    batch.patch(site, HexFormat.of().parseHex("0f8410000000"));
    batch.patch(site, HexFormat.of().parseHex("7405"));
    batch.patch(site, HexFormat.of().parseHex("6690"));
  }

  /** At the site: the instruction under test, mov eax 1, ret; at +64: add ebx 1, mov eax 2, ret. */
  private void layOut(byte[] first) {
    byte[] code = new byte[128];
    Arrays.fill(code, (byte) 0xCC);
    byte[] old =
        new Assembler()
            .bytes(first)
            .emit(Form.MOV_R_IV, Width.D, Operand.reg(Gpr.RAX), Operand.imm(1))
            .emit(Form.RET, Width.Q)
            .toBytes();
    byte[] other =
        new Assembler()
            .emit(Form.ADD_RM_I8, Width.D, Operand.reg(Gpr.RBX), Operand.imm(1))
            .emit(Form.MOV_R_IV, Width.D, Operand.reg(Gpr.RAX), Operand.imm(2))
            .emit(Form.RET, Width.Q)
            .toBytes();
    System.arraycopy(old, 0, code, 0, old.length);
    System.arraycopy(other, 0, code, 64, other.length);
    machine.kernel.textPoke().copy(site, code);
  }

  private Cpu enter(int number) {
    Cpu cpu = machine.machine.cpu(number);
    cpu.state().set(Gpr.RSP, machine.kernel.stackTop(number));
    cpu.state().set(Gpr.RDX, site);
    cpu.state().set(Gpr.RAX, 7);
    cpu.state().set(Gpr.RBX, 0);
    cpu.state().setRip(machine.kernel.image().address(KernelImage.RUN_ENTRY));
    return cpu;
  }

  /** EAX and EBX after a run on CPU 1. */
  private List<Long> run() {
    Cpu cpu = enter(1);
    assertEquals(new Stop.Returned(), new Interpreter().run(cpu, FUEL));
    assertEquals(machine.kernel.stackTop(1), cpu.state().get(Gpr.RSP));
    return List.of(cpu.state().get(Gpr.RAX), cpu.state().get(Gpr.RBX));
  }

  /** Between all steps another CPU does what the new instruction does. */
  private void assertNewFromTheFirstStep(byte[] from, byte[] to, long rax, long rbx) {
    layOut(from);
    List<TextPokeBatch.Step> seen = new ArrayList<>();
    batch.observe(step -> {
      seen.add(step);
      assertEquals(List.of(rax, rbx), run(), step.name());
    });
    long before = batch.hits();
    batch.patch(site, to);
    assertEquals(List.of(TextPokeBatch.Step.values()), seen);
    boolean taken = to[0] != (byte) 0xCC;
    assertEquals(taken ? 2 : 0, batch.hits() - before);
    assertEquals(List.of(rax, rbx), run());
    assertEquals(2, batch.hits() - before);
  }

  @Test
  void aCpuThatMeetsABreakpointDoesWhatTheNewInstructionDoes() {
    assertNewFromTheFirstStep(NOP5, rel32(0xE9, 64 - 5), 2, 1); // jmp
    assertNewFromTheFirstStep(NOP5, rel32(0xE8, 64 - 5), 1, 1); // call: comes back
    assertNewFromTheFirstStep(rel32(0xE9, 64 - 5), NOP5, 1, 0);
    assertNewFromTheFirstStep(NOP5, HexFormat.of().parseHex("c3cccccccc"), 7, 0); // ret
    assertNewFromTheFirstStep(NOP5, HexFormat.of().parseHex("eb3ecccccc"), 2, 1); // jmp rel8
  }

  @Test
  void aConditionalJumpIsTakenAsTheFlagsSay() {
    byte[] jumpIfZero = HexFormat.of().parseHex("0f843a000000");
    for (boolean zero : new boolean[] {true, false}) {
      layOut(HexFormat.of().parseHex("66660f1f4000"));
      machine.kernel.textPoke().copy(site, HexFormat.of().parseHex("660f1f440000"));
      batch.observe(step -> {
        Cpu cpu = enter(1);
        Stop _ = new Interpreter().run(cpu, 3); // call, call +1, mov: at the site after ret
        cpu.state().setRip(site);
        cpu.state().set(Gpr.RSP, machine.kernel.stackTop(1) - 8);
        cpu.state().setRflags(zero ? 1L << 6 : 0);
        assertEquals(new Stop.Returned(), new Interpreter().run(cpu, FUEL));
        assertEquals(zero ? 2 : 1, cpu.state().get(Gpr.RAX), step.name());
      });
      batch.patch(site, jumpIfZero);
    }
  }

  @Test
  void aBreakpointThatIsNobodysStopsTheCpu() {
    layOut(new byte[] {(byte) 0xCC, 0, 0, 0, 0});
    Stop.Trapped trapped =
        assertInstanceOf(Stop.Trapped.class, new Interpreter().run(enter(2), FUEL));
    assertInstanceOf(Trap.Int3.class, trapped.trap());
    batch.observe(
        step -> assertInstanceOf(Stop.Trapped.class, new Interpreter().run(enter(2), FUEL)));
    batch.patch(site, new byte[] {(byte) 0xCC}); // an explicit one is passed on
    assertEquals(0, batch.hits());
  }

  /** Three CPUs at any place of the code, whatever the interleaving: old or new, nothing else. */
  @Test
  void whereverOthersAreTheyDoTheOldOrTheNew() {
    layOut(NOP5);
    byte[] jump = rel32(0xE9, 64 - 5);
    SplittableRandom random = new SplittableRandom(42);
    for (int number = 1; number < 4; number++) {
      enter(number);
    }
    batch.observe(step -> letOthersRun(random));
    for (int round = 0; round < 300; round++) {
      batch.patch(site, round % 2 == 0 ? jump : NOP5);
      letOthersRun(random);
    }
    assertTrue(batch.hits() > 0);
  }

  private void letOthersRun(SplittableRandom random) {
    for (int turn = 0; turn < 20; turn++) {
      int number = 1 + random.nextInt(3);
      Cpu cpu = machine.machine.cpu(number);
      Stop stop = new Interpreter().run(cpu, 1 + random.nextInt(6));
      if (stop instanceof Stop.Returned) {
        long rax = cpu.state().get(Gpr.RAX);
        assertEquals(rax - 1, cpu.state().get(Gpr.RBX), "a mixture of both");
        enter(number);
      } else {
        assertInstanceOf(Stop.OutOfFuel.class, stop);
      }
    }
  }
}
