package dev.hugetext.x86.cpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All code pages of a machine, shared by its CPUs; drops blocks when text changes. */
final class CodePages implements TextListener {
  private record Key(long va, long frame) {}

  private final Machine machine;
  private final Map<Key, CodePage> pages = new HashMap<>();
  private final Map<Long, List<CodePage>> byFrame = new HashMap<>();

  CodePages(Machine machine) {
    this.machine = machine;
    machine.addTextListener(this);
  }

  /** The page at a virtual address that is translated to a frame. */
  synchronized CodePage page(long va, long frame) {
    return pages.computeIfAbsent(new Key(va, frame), this::add);
  }

  private CodePage add(Key key) {
    CodePage page = new CodePage(key.va(), key.frame());
    byFrame.computeIfAbsent(key.frame(), frame -> new ArrayList<>()).add(page);
    return page;
  }

  /** To be called before the bytes of a page are decoded: changes to them matter from now on. */
  void watch(CodePage page) {
    int generation = page.generation();
    if (generation != page.watchedGeneration) {
      machine.noteText(page.frame); // before another CPU may believe it
      page.watchedGeneration = generation;
    }
  }

  @Override
  public synchronized void textWritten(long frame) {
    byFrame.getOrDefault(frame, List.of()).forEach(CodePage::clear);
  }
}
