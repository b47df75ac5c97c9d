package dev.hugetext.execmem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hugetext.x86.memory.Pte;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** That the check finds what it is there to find. */
class MappingCheckTest {
  /** What it says once the leaf at an address of the direct map or of text was changed. */
  private static String said(TestKernel machine, long va, LongUnaryOperator change) {
    var entry = machine.table.find(va);
    MappingCheck.check(machine.kernel);
    machine.table.writeEntry(entry.address(), change.applyAsLong(entry.value()));
    var thrown =
        assertThrows(IllegalStateException.class, () -> MappingCheck.check(machine.kernel));
    machine.table.writeEntry(entry.address(), entry.value());
    return String.valueOf(thrown.getMessage());
  }

  @Test
  void whatIsWrongIsFoundAndNamed() {
    try (TestKernel machine = TestKernel.boot(BootOptions.DEFAULT)) {
      long text = machine.kernel.image().text().start();
      assertEquals("W+X at 0x%x".formatted(text), said(machine, text, leaf -> leaf | Pte.RW));
      long direct = machine.kernel.layout().directMapAddress(3 * TestKernel.GIB);
      assertEquals(
          "direct map executable at 0x%x".formatted(direct),
          said(machine, direct, leaf -> leaf & ~(Pte.NX | Pte.RW)));
      assertEquals(
          "direct map: 0x80000000 by GIB_1, counted 0xc0000000", said(machine, direct, leaf -> 0));
    }
  }
}
