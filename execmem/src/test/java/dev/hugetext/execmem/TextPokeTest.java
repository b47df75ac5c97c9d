package dev.hugetext.execmem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hugetext.execmem.outcome.KernelBug;
import dev.hugetext.execmem.outcome.Warnings.Site;
import dev.hugetext.execmem.poke.PokeCounters;
import dev.hugetext.execmem.poke.TextPoke;
import dev.hugetext.x86.memory.Pte;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a write is cut into pokes, what one costs, and what it refuses. */
class TextPokeTest {
  private TestKernel machine;
  private TextPoke poke;
  private long text;

  @BeforeEach
  void boot() {
    machine = TestKernel.boot(BootOptions.DEFAULT);
    poke = machine.kernel.textPoke();
    text = new Execmem(machine.kernel).alloc(1 << 20, 4096);
    machine.startCounting();
  }

  @AfterEach
  void close() {
    machine.close();
  }

  /** {@code ceil((offset in page + length) / 8192)}. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "0, 1, 1",
    "0, 4096, 1",
    "4095, 1, 1",
    "4095, 2, 1",
    "0, 8192, 1",
    "0, 8193, 2",
    "1, 8192, 2",
    "4095, 4097, 1",
    "4095, 4098, 2",
    "64, 65536, 9",
    "0, 65536, 8"
  })
  void aWriteIsCutAtEverySecondPage(int offset, int length, int pokes) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    assertEquals(text + offset, poke.copy(text + offset, bytes));
    assertEquals(pokes, poke.counters().pokes());
    assertArrayEquals(bytes, machine.kernel.memory().read(text + offset, length));
    assertEquals(text + offset, poke.set(text + offset, 0xCC, length));
    assertEquals(2 * pokes, poke.counters().pokes());
    assertEquals(2 * pokes, machine.counts().textPokes());
  }

  @Test
  void onePokeSetsAndClearsAnEntryAPageAndSwitchesThereAndBack() {
    assertEquals(text, poke.copy(text, new byte[64]));
    assertEquals(new PokeCounters(1, 1, 1, 2), poke.counters());
    assertEquals(text + 4090, poke.copy(text + 4090, new byte[64]));
    assertEquals(new PokeCounters(2, 3, 3, 4), poke.counters());
    assertEquals(4, machine.kernel.textPoke().counters().mmSwitches());
    assertEquals(2, machine.counts().flushLocal());
    assertEquals(0, machine.counts().flushAll());
    assertEquals(0, machine.counts().flushRange());
    assertEquals(0, machine.counts().ipis());
  }

  @Test
  void whatWasDerivedFromTheTextIsDropped() {
    List<Long> dropped = new ArrayList<>();
    long frame = machine.table.translate(text);
    machine.machine.noteText(frame);
    machine.machine.noteText(frame + 4096);
    machine.machine.addTextListener(dropped::add);
    assertEquals(text + 4090, poke.copy(text + 4090, new byte[64]));
    assertEquals(List.of(frame, frame + 4096), dropped);
  }

  @Test
  void theTargetsOwnMappingStaysReadOnly() {
    assertEquals(text, poke.copy(text, new byte[] {1, 2, 3}));
    assertEquals(0, machine.table.find(text).value() & Pte.RW);
    assertEquals(-1, machine.table.translate(machine.kernel.layout().pokingBase()));
  }

  @Test
  void coreKernelTextIsRefusedButThePlainPokeWritesIt() {
    long helper = machine.kernel.image().address("bpf_map_lookup_elem");
    assertEquals(0, poke.copy(helper, new byte[] {1}));
    assertEquals(0, poke.set(helper, 0xCC, 1));
    assertEquals(2, machine.kernel.warnings().count(Site.POKE_OF_CORE_KERNEL_TEXT));
    assertThrows(IllegalStateException.class, () -> poke.poke(helper, new byte[] {1}));
    machine.kernel.textMutex().lock();
    try {
      poke.poke(helper, new byte[] {(byte) 0xE9});
    } finally {
      machine.kernel.textMutex().unlock();
    }
    assertEquals((byte) 0xE9, machine.kernel.memory().getByte(helper));
  }

  @Test
  void aPageThatIsNotMappedIsABug() {
    long hole = machine.kernel.layout().modules().end() - 4096;
    assertThrows(KernelBug.class, () -> poke.copy(hole, new byte[] {1}));
  }
}
