package dev.hugetext.x86.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which blocks may be kept, and for how long. */
class CodePagesTest {
  private static final long VA = TestMachine.TEXT;
  private static final long FRAME = TestMachine.TEXT_FRAME;

  private final TestMachine test = new TestMachine();
  private final CodePages pages = test.machine.codePages();

  @AfterEach
  void close() {
    test.close();
  }

  private Block block() {
    return test.cpu.decoder.inside(new CodePage(VA, FRAME), 0);
  }

  @Test
  void allShareThePageThatWasWatchedFirst() {
    CodePage one = pages.page(VA, FRAME);
    CodePage other = pages.page(VA, FRAME);
    assertSame(one, pages.watch(one));
    assertSame(one, pages.watch(other));
    assertSame(one, pages.page(VA, FRAME));
    assertNotSame(one, pages.watch(pages.page(VA + 4096, FRAME)));
  }

  @Test
  void aChangeDropsTheBlocksOfEveryPageOfTheFrame() {
    CodePage one = pages.watch(pages.page(VA, FRAME));
    CodePage alias = pages.watch(pages.page(VA + 4096, FRAME));
    CodePage elsewhere = pages.watch(pages.page(VA, FRAME + 4096));
    for (CodePage page : new CodePage[] {one, alias, elsewhere}) {
      page.keep(0, block(), page.generation());
    }
    test.machine.textWritten(FRAME + 5, 1);
    assertNull(one.blocks[0]);
    assertNull(alias.blocks[0]);
    assertTrue(elsewhere.blocks[0] != null);
    assertNotSame(one, pages.page(VA, FRAME), "changed pages are let go");
    assertSame(elsewhere, pages.page(VA, FRAME + 4096));
  }

  @Test
  void whatWasReadBeforeAChangeIsNotKept() {
    CodePage page = pages.page(VA, FRAME);
    page.keep(0, block(), page.generation());
    assertNull(page.blocks[0], "nobody would notice a change");
    int read = pages.watch(page).generation();
    assertTrue(page.isStill(read));
    test.machine.textWritten(FRAME, 1);
    assertFalse(page.isStill(read));
    page.keep(0, block(), read);
    page.keep(0, block(), page.generation());
    pages.watch(page);
    page.keep(0, block(), read + 1);
    assertNull(page.blocks[0]);
    assertEquals(read + 2, page.generation());
    page.keep(0, block(), read + 2);
    assertTrue(page.blocks[0] != null);
  }
}
