package dev.hugetext.loader.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.hugetext.bpf.isa.BpfProgram;
import dev.hugetext.loader.input.InputException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Small files that ask for much: each is opened or refused within the bounds promised. */
class ObjectLimitsTest {
  private static final long EXIT = 0x95;
  private static final long CALL = 0x1085; // src_reg 1, imm 0: the next instruction
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Each function calls the next one: a chain as deep as the file is long. */
  @Test
  void deepCallChainIsFollowedWithoutRecursion() throws InputException {
    int functions = 20_000;
    ByteBuffer code = ElfBuilder.buffer(functions * 16);
    ElfBuilder elf = new ElfBuilder();
    int text = elf.section(".text", ElfBuilder.PROGBITS, ElfBuilder.EXECUTABLE, code.array());
    for (int i = 0; i < functions; i++) {
      elf.function("f" + i, text, i * 16L, 16);
      // From slot 2 i, function i + 1 lies one slot beyond the next; the last one calls itself.
      code.putLong(i + 1 < functions ? CALL | 1L << 32 : CALL | -1L << 32).putLong(EXIT);
    }
    byte[] main = ElfBuilder.buffer(16).putLong(CALL | -1L << 32).putLong(EXIT).array();
    int xdp = elf.section("xdp", ElfBuilder.PROGBITS, ElfBuilder.EXECUTABLE, main);
    elf.function("main", xdp, 0, 16);
    elf.relocations(xdp, callOf(1), 6);
    BpfProgram program =
        ObjectOpener.open(elf.build(), "deep.o", OpenOptions.DEFAULT).programs().getFirst();
    assertEquals(2 + 2 * functions, program.insns().size());
    assertEquals(1 + functions, program.funcs().size());
  }

  /** Many programs that each take a copy of one long function. */
  @Test
  void copiesOfFunctionsAreLimitedInAll() {
    int programs = 10_000;
    byte[] body = new byte[8 * 1000];
    body[body.length - 8] = (byte) EXIT;
    ElfBuilder elf = new ElfBuilder();
    int text = elf.section(".text", ElfBuilder.PROGBITS, ElfBuilder.EXECUTABLE, body);
    elf.function("long", text, 0, body.length);
    ByteBuffer mains = ElfBuilder.buffer(programs * 16);
    ByteBuffer calls = ElfBuilder.buffer(programs * 16);
    int xdp = elf.section("xdp", ElfBuilder.PROGBITS, ElfBuilder.EXECUTABLE, mains.array());
    for (int i = 0; i < programs; i++) {
      elf.function("p" + i, xdp, i * 16L, 16);
      mains.putLong(CALL | -1L << 32).putLong(EXIT);
      calls.putLong(i * 16L).putLong(1L << 32 | 10);
    }
    elf.relocations(xdp, calls.array(), 6);
    byte[] file = elf.build();
    assertRefused(
        file,
        "programs of more than 2000000 instructions with all that they call",
        64L * (file.length + ObjectCode.LIMIT));
  }

  /** Thousands of types that name thousands of ends of one string of a million bytes. */
  @Test
  void namesThatOverlapAreRefused() {
    int types = 50_000;
    int length = 1 << 20;
    ByteBuffer btf = ElfBuilder.buffer(24 + types * 12 + length + 2);
    btf.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(24);
    btf.putInt(0).putInt(types * 12).putInt(types * 12).putInt(length + 2);
    for (int i = 0; i < types; i++) {
      btf.putInt(1 + i).putInt(7 << 24).putInt(0); // forward declarations
    }
    Arrays.fill(btf.array(), btf.position() + 1, btf.limit() - 1, (byte) 'x');
    ElfBuilder elf = new ElfBuilder();
    elf.section(".BTF", ElfBuilder.PROGBITS, 0, btf.array());
    byte[] file = elf.build();
    assertRefused(file, "name 0x", 32L * file.length);
  }

  private static byte[] callOf(int symbol) {
    return ElfBuilder.buffer(16).putLong(0).putLong((long) symbol << 32 | 10).array();
  }

  private static void assertRefused(byte[] file, String reason, long mostBytes) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    InputException refusal =
        assertTimeout(
            SOON,
            () ->
                assertThrows(
                    InputException.class,
                    () -> ObjectOpener.open(file, "big.o", OpenOptions.DEFAULT)));
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertTrue(refusal.getMessage().startsWith("big.o: " + reason), refusal.getMessage());
    assertTrue(bytes < mostBytes, bytes + " bytes allocated for " + file.length);
  }
}
