package dev.hugetext.execmem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.layout.KernelImage;
import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.execmem.outcome.Warnings.Site;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.Pte;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rest of the last 2 MiB page of static text; the numbers are those of the series' mail. */
class TextTailTest {
  private static final long ETEXT = 0xffff_ffff_8220_2a08L;
  private static final AddressRange TAIL =
      new AddressRange(0xffff_ffff_8220_3000L, 0xffff_ffff_8240_0000L);

  @Test
  void theTailIsWhatTheMailSays() {
    try (TestKernel machine = TestKernel.boot(BootOptions.DEFAULT)) {
      assertEquals(ETEXT, machine.kernel.image().text().end());
      Execmem execmem = new Execmem(machine.kernel);
      assertEquals(TAIL, execmem.textTail().orElseThrow());
      assertEquals(2_084_864, TAIL.bytes());
      assertEquals(509, TAIL.bytes() / 4096);
      assertEquals(new TextMappings(0, 1), TextMappings.of(machine.kernel));
      var last = machine.table.find(ETEXT);
      assertEquals(PageSize.MIB_2, last.level());
      assertEquals(0, last.value() & (Pte.RW | Pte.NX));
      ExecmemCheck.check(machine.kernel, execmem);
    }
  }

  @Test
  void smallProgramsGoThereFirstAndItIsNeverGivenBack() {
    try (TestKernel machine = TestKernel.boot(BootOptions.DEFAULT)) {
      Execmem execmem = new Execmem(machine.kernel);
      long all = execmem.alloc(TAIL.bytes(), 64);
      assertEquals(TAIL.start(), all);
      long inRegion = execmem.alloc(64, 64);
      assertEquals(machine.kernel.layout().modules().start(), inRegion);
      execmem.free(all);
      assertEquals(List.of(TAIL), execmem.freeText().subList(0, 1));
      execmem.free(inRegion);
      assertEquals(List.of(TAIL), execmem.freeText());
      assertEquals(List.of(), execmem.regions());
      assertEquals(TAIL.start(), execmem.alloc(64, 64));
      ExecmemCheck.check(machine.kernel, execmem);
    }
  }

  @Test
  void theTailCountsAsModuleSpaceAndStaticTextDoesNot() {
    try (TestKernel machine = TestKernel.boot(BootOptions.DEFAULT)) {
      assertFalse(machine.kernel.addresses().isVmallocOrModule(TAIL.start()));
      Execmem execmem = new Execmem(machine.kernel);
      assertTrue(machine.kernel.addresses().isVmallocOrModule(TAIL.start()));
      assertFalse(machine.kernel.addresses().isVmallocOrModule(ETEXT - 1));
      assertTrue(machine.kernel.addresses().isCoreKernelText(ETEXT - 1));
      assertFalse(machine.kernel.addresses().isCoreKernelText(TAIL.start()));
      execmem.registerTextTail(TAIL);
      assertEquals(1, machine.kernel.warnings().count(Site.SECOND_TEXT_TAIL));
      assertEquals(List.of(TAIL), execmem.freeText());
    }
  }

  @Test
  void withoutTailThePartialPageIsMappedSmallAndItsRestIsFreed() {
    long freeWithTail;
    try (TestKernel machine = TestKernel.boot(BootOptions.DEFAULT)) {
      freeWithTail = machine.frames.freeBytes();
    }
    try (TestKernel machine = TestKernel.boot(BootOptions.DEFAULT.withTextTail(false))) {
      assertEquals(PageSize.KIB_4, machine.table.find(ETEXT).level());
      assertEquals(-1, machine.table.translate(TAIL.start()));
      assertEquals(new TextMappings(0, 0), TextMappings.of(machine.kernel));
      // two more tables: of the partial page, and of its alias in the direct map
      assertEquals(509 * 4096 - 2 * 4096, machine.frames.freeBytes() - freeWithTail);
      assertEquals(0, machine.kernel.directMap().level2Splits()); // a split at boot is not counted
    }
  }

  @Test
  void textThatEndsWithAPageHasNoTail() {
    KernelLayout layout = KernelLayout.linux(1);
    KernelImage image = KernelImage.builder(layout).textBytes(4L << 20).build();
    try (TestKernel machine = TestKernel.boot(image, BootOptions.DEFAULT)) {
      Execmem execmem = new Execmem(machine.kernel);
      assertTrue(execmem.textTail().isEmpty());
      assertEquals(machine.kernel.layout().modules().start(), execmem.alloc(64, 64));
      ExecmemCheck.check(machine.kernel, execmem);
    }
  }
}
