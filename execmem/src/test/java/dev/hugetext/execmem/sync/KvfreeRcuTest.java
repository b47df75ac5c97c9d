package dev.hugetext.execmem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** When memory that is freed later is freed, and what locks refuse. */
class KvfreeRcuTest {
  private static final int POINTERS_A_PAGE = 508;

  private final List<Long> freed = new ArrayList<>();
  private final ThisCpu cpu = new ThisCpu(2);
  private final KvfreeRcu rcu = new KvfreeRcu(cpu, freed::add);

  private void free(long first, long end) {
    LongStream.range(first, end).forEach(rcu::free);
  }

  private static List<Long> numbers(long first, long end) {
    return LongStream.range(first, end).boxed().toList();
  }

  @Test
  void aPageOfPointersIsFreedWhenTheNextOneIsFull() {
    free(0, 2 * POINTERS_A_PAGE - 1);
    assertEquals(List.of(), freed);
    free(2 * POINTERS_A_PAGE - 1, 2 * POINTERS_A_PAGE);
    assertEquals(numbers(0, POINTERS_A_PAGE), freed);
  }

  @Test
  void eachCpuCollectsItsOwnAndTheBarrierFreesAllOfAll() {
    free(0, POINTERS_A_PAGE + 1); // one page that waits, one begun
    cpu.drive(1);
    free(5000, 5000 + POINTERS_A_PAGE);
    assertEquals(List.of(), freed);
    rcu.barrier();
    List<Long> expected = new ArrayList<>(numbers(0, POINTERS_A_PAGE + 1));
    expected.addAll(numbers(5000, 5000 + POINTERS_A_PAGE));
    assertEquals(expected, freed);
    rcu.barrier();
    assertEquals(expected, freed);
  }

  @Test
  void whoHoldsNoLockCannotReleaseIt() {
    SpinLock lock = new SpinLock();
    lock.lock();
    lock.unlock();
    assertThrows(IllegalStateException.class, lock::unlock);
    assertThrows(IllegalArgumentException.class, () -> cpu.drive(2));
    assertThrows(IllegalArgumentException.class, () -> new ThisCpu(0));
  }
}
