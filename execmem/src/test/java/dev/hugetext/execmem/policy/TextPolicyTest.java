package dev.hugetext.execmem.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hugetext.execmem.BootOptions;
import dev.hugetext.execmem.Execmem;
import dev.hugetext.execmem.TestKernel;
import dev.hugetext.execmem.TextAllocator;
import dev.hugetext.execmem.TextMappings;
import dev.hugetext.execmem.TextUsage;
import dev.hugetext.execmem.TextUser;
import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.execmem.layout.KernelVersion;
import dev.hugetext.execmem.outcome.Errno;
import dev.hugetext.execmem.outcome.Warnings.Site;
import dev.hugetext.x86.memory.PageSize;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What policies answer to wrong use, and on machines that lack something. */
class TextPolicyTest {
  private static final long MIB_2 = 2L << 20;
  private static final TextPolicy.Choices USUAL = TextPolicy.Choices.DEFAULT;

  private static BootOptions options(TextPolicy policy) {
    return BootOptions.DEFAULT.withTextTail(false).withVersion(policy.defaultVersion());
  }

  @ParameterizedTest
  @EnumSource
  void namesAreUnique(TextPolicy policy) {
    assertEquals(Optional.of(policy), TextPolicy.of(policy.text()));
    assertEquals(Optional.empty(), TextPolicy.of("slab"));
    try (TestKernel machine = TestKernel.boot(options(policy))) {
      assertEquals(policy.text(), policy.create(machine.kernel, USUAL).policyName());
    }
  }

  @ParameterizedTest
  @EnumSource
  void wrongUseIsAnsweredAndCountedAndChangesNothing(TextPolicy policy) {
    try (TestKernel machine = TestKernel.boot(options(policy))) {
      TextAllocator text = policy.create(machine.kernel, USUAL);
      for (TextUser user : TextUser.values()) {
        assertEquals(0, text.alloc(user, 0, 64));
      }
      assertEquals(TextUsage.NONE, text.usage());
      long block = text.alloc(TextUser.BPF_PROGRAM, 64, 64);
      assertEquals(block, text.fill(block, new byte[64]));
      machine.startCounting();
      assertEquals(Errno.EINVAL.negative(), text.fill(block + 60, new byte[8]));
      assertEquals(Errno.EINVAL.negative(), text.fill(0, new byte[1]));
      assertEquals(block + 56, text.fill(block + 56, new byte[8]));
      text.free(0);
      text.free(0x1000);
      text.free(block);
      text.free(block); // the second time it is nobody's
      assertEquals(TextUsage.NONE.occupied(), text.usage().occupied());
      assertEquals(2, machine.kernel.warnings().list().size());
      for (var warning : machine.kernel.warnings().list()) {
        assertEquals(2, warning.count(), warning.toString());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whereMemoryIsOutAllocReturnsNull(TextPolicy policy) {
    try (TestKernel machine = TestKernel.boot(options(policy))) {
      TextAllocator text = policy.create(machine.kernel, USUAL);
      for (int order = PageSize.GIB_1.order(); order >= 0; order--) {
        while (machine.frames.allocate(order) >= 0) {
          // all of it
        }
      }
      for (TextUser user : TextUser.values()) {
        assertEquals(0, text.alloc(user, 4096, user.align()), user.name());
      }
      long tooLarge = machine.kernel.layout().modules().bytes() + 1;
      assertEquals(0, text.alloc(TextUser.MODULE_TEXT, tooLarge, 4096));
    }
  }

  /** Also sizes that wrap around when they are rounded up to pages, and while something is free. */
  @ParameterizedTest
  @EnumSource
  void moreThanThereIsAddressSpaceIsRefused(TextPolicy policy) {
    try (TestKernel machine = TestKernel.boot(options(policy))) {
      TextAllocator text = policy.create(machine.kernel, USUAL);
      long block = text.alloc(TextUser.MODULE_TEXT, 64, 64);
      TextUsage before = text.usage();
      for (TextUser user : TextUser.values()) {
        for (long size : new long[] {-1, -4096, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 31}) {
          assertEquals(0, text.alloc(user, size, user.align()), user + " 0x%x".formatted(size));
        }
      }
      assertEquals(before, text.usage());
      assertThrows(IllegalArgumentException.class, () -> text.alloc(64, 48));
      assertThrows(IllegalArgumentException.class, () -> text.alloc(64, 0));
      text.free(block);
    }
  }

  @Test
  void withoutMmuThereIsNoExecmem() {
    try (TestKernel machine = TestKernel.boot(BootOptions.DEFAULT.withMmu(false))) {
      TextAllocator text = TextPolicy.EXECMEM.create(machine.kernel, USUAL);
      assertEquals("execmem", text.policyName());
      assertEquals(0, text.alloc(64, 64));
      assertEquals(Errno.EOPNOTSUPP.negative(), text.fill(0x1000, new byte[1]));
      text.free(0x1000);
      assertEquals(List.of(), machine.kernel.warnings().list());
    }
  }

  @Test
  void packsCannotBeFilledWithoutTheArchitecturesHelp() {
    try (TestKernel machine = TestKernel.boot(options(TextPolicy.PROG_PACK).withArchHooks(false))) {
      TextAllocator text = TextPolicy.PROG_PACK.create(machine.kernel, USUAL);
      long block = text.alloc(64, 64);
      assertEquals(Errno.EOPNOTSUPP.negative(), text.fill(block, new byte[64]));
      text.free(block);
    }
  }

  @Test
  void theCacheNeedsAKernelThatHasOne() {
    try (TestKernel machine = TestKernel.boot(BootOptions.DEFAULT)) {
      assertThrows(
          IllegalArgumentException.class, () -> TextPolicy.ROX_CACHE.create(machine.kernel, USUAL));
    }
  }

  @Test
  void packsGrowWithTheNodesUntilTwentyTwentyFour() {
    for (KernelVersion version : KernelVersion.values()) {
      BootOptions twoNodes = BootOptions.DEFAULT.withVersion(version).withOnlineNodes(2);
      try (TestKernel machine = TestKernel.boot(twoNodes)) {
        ProgPack text = new ProgPack(machine.kernel, PageSize.KIB_4);
        assertEquals(version.isAtLeast(KernelVersion.V6_13) ? MIB_2 : 2 * MIB_2, text.packBytes());
        assertNotEquals(0, text.alloc(64, 64));
        assertEquals(text.packBytes(), text.usage().backed());
      }
    }
  }

  @Test
  void fragmentationLeavesSoManyLargeBlocks() {
    for (long blocks : new long[] {0, 2}) {
      try (TestKernel machine =
          TestKernel.boot(options(TextPolicy.EXECMEM).withOrder9Blocks(blocks))) {
        Execmem execmem = new Execmem(machine.kernel);
        for (int region = 0; region < 4; region++) {
          assertNotEquals(0, execmem.alloc(MIB_2, 64));
        }
        assertEquals(4 - blocks, execmem.smallPageRegions());
        assertEquals(new TextMappings(512 * (4 - blocks), blocks), TextMappings.of(machine.kernel));
      }
    }
  }

  @Test
  void kaslrMovesEverythingAndKeepsThePlaceInItsTwoMebibytes() {
    KernelLayout fixed = KernelLayout.linux(1);
    for (long seed = 1; seed <= 20; seed++) {
      KernelLayout moved = KernelLayout.linuxKaslr(seed);
      assertEquals(moved, KernelLayout.linuxKaslr(seed));
      assertEquals(0xffff_ffff_c000_0000L, moved.modules().start());
      assertTrue(PageSize.MIB_2.isAligned(moved.textStart() - fixed.textStart()));
      long pages = moved.moduleLoadOffset() / 4096;
      assertTrue(pages >= 1 && pages <= 1024, pages + " pages");
    }
    BootOptions options = BootOptions.DEFAULT;
    try (TestKernel machine = TestKernel.boot(KernelLayout.linuxKaslr(7), options, 1L << 30)) {
      ModuleAlloc text = new ModuleAlloc(machine.kernel);
      KernelLayout layout = machine.kernel.layout();
      long block = text.alloc(64, 64);
      assertEquals(layout.modules().start() + layout.moduleLoadOffset(), block);
      assertEquals(block, text.fill(block, new byte[] {1, 2, 3}));
      assertEquals(block + 1, text.fill(block + 1, new byte[] {4}));
      Execmem execmem = new Execmem(machine.kernel);
      assertEquals(0x3000, execmem.textTail().orElseThrow().start() & (MIB_2 - 1));
    }
  }

  @Test
  void usersWithPagesOfTheirOwnKeepThemBesidePacks() {
    try (TestKernel machine = TestKernel.boot(options(TextPolicy.PROG_PACK))) {
      ProgPack text = new ProgPack(machine.kernel, PageSize.KIB_4);
      long program = text.alloc(TextUser.BPF_PROGRAM, 64, 64);
      long module = text.alloc(TextUser.MODULE_TEXT, 5000, 4096);
      assertEquals(module, text.fill(module, new byte[5000]));
      assertEquals(new TextUsage(64 + 8192, MIB_2 + 8192), text.usage());
      text.free(module);
      text.free(program);
      assertEquals(TextUsage.NONE, text.usage());
      assertEquals(0, machine.kernel.warnings().count(Site.PACK_FREE_UNKNOWN));
      assertInstanceOf(ClassicText.class, text);
    }
  }
}
