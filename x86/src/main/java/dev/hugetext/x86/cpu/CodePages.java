package dev.hugetext.x86.cpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The code pages of a machine whose bytes are watched, shared by its CPUs. A page whose bytes
 * change is let go, so that there are never more than frames with decoded text.
 */
final class CodePages implements TextListener {
  private record Key(long va, long frame) {}

  private final Machine machine;
  private final Map<Key, CodePage> watched = new HashMap<>();
  private final Map<Long, List<CodePage>> byFrame = new HashMap<>();

  CodePages(Machine machine) {
    this.machine = machine;
    machine.addTextListener(this);
  }

  /** The page at a virtual address that is translated to a frame. */
  synchronized CodePage page(long va, long frame) {
    CodePage page = watched.get(new Key(va, frame));
    return page == null ? new CodePage(va, frame) : page;
  }

  /**
   * To be called before the bytes of a page are decoded: changes to them matter from now on.
   *
   * @return the page to keep blocks in: another CPU may have been first with its own
   */
  synchronized CodePage watch(CodePage page) {
    CodePage known = watched.putIfAbsent(new Key(page.va, page.frame), page);
    if (known != null) {
      return known;
    }
    byFrame.computeIfAbsent(page.frame, frame -> new ArrayList<>()).add(page);
    page.watch();
    machine.noteText(page.frame); // before another CPU may believe it
    return page;
  }

  @Override
  public synchronized void textWritten(long frame) {
    List<CodePage> changed = byFrame.remove(frame);
    if (changed != null) {
      for (CodePage page : changed) {
        watched.remove(new Key(page.va, frame));
        page.clear();
      }
    }
  }
}
