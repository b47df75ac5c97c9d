package dev.hugetext.execmem;

import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.execmem.layout.KernelImage;
import dev.hugetext.execmem.layout.KernelLayout;
import dev.hugetext.execmem.layout.Protection;
import dev.hugetext.execmem.sync.InitMm;
import dev.hugetext.x86.memory.FrameAccount;
import dev.hugetext.x86.memory.FrameAllocator;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PageTable;
import dev.hugetext.x86.memory.PhysicalMemory;

/**
 * Puts static text into its frames and maps it: whole 2 MiB pages as far as they are full, and the
 * last, partial one as a large page only with a text tail; otherwise by 4 KiB pages, with the
 * frames beyond {@code _etext} freed.
 */
final class ImageLoader {
  private static final int INT3 = 0xCC;

  private final InitMm mm;
  private final KernelLayout layout;
  private final AddressRange text;
  private final long wholePagesEnd;
  private final long lastPageEnd;

  ImageLoader(InitMm mm, KernelImage image) {
    this.mm = mm;
    this.layout = mm.layout();
    this.text = image.text();
    this.wholePagesEnd = PageSize.MIB_2.base(text.end());
    this.lastPageEnd = PageSize.MIB_2.base(text.end() + PageSize.MIB_2.bytes() - 1);
  }

  /** What the last page of text has left after {@code _etext}, from the next 4 KiB page on. */
  AddressRange tail() {
    return new AddressRange(smallPagesEnd(), lastPageEnd);
  }

  private long smallPagesEnd() {
    return PageSize.KIB_4.base(text.end() + PageSize.KIB_4.bytes() - 1);
  }

  /**
   * Takes the frames of the image, before anybody else may get them.
   *
   * @throws IllegalArgumentException if there is no memory where it has to lie
   */
  void reserveFrames() {
    FrameAllocator frames = mm.frames();
    FrameAccount account = frames.openAccount("kernel image");
    for (long va = text.start(); va != lastPageEnd; va += PageSize.MIB_2.bytes()) {
      if (!frames.reserve(layout.physicalOfText(va), PageSize.MIB_2.order(), account)) {
        throw new IllegalArgumentException(
            "no memory for static text at physical 0x%x".formatted(layout.physicalOfText(va)));
      }
    }
  }

  /** Fills the frames and maps them read-only and executable. */
  void load(KernelImage image, boolean largeLastPage) {
    PhysicalMemory memory = mm.memory();
    memory.fill(layout.physicalOfText(text.start()), lastPageEnd - text.start(), INT3);
    image.writeTo((va, code) -> memory.write(layout.physicalOfText(va), code, 0, code.length));
    map(text.start(), largeLastPage ? lastPageEnd : wholePagesEnd, PageSize.MIB_2);
    if (!largeLastPage) {
      map(wholePagesEnd, smallPagesEnd(), PageSize.KIB_4);
      freeTail();
    }
  }

  private void map(long start, long end, PageSize size) {
    PageTable table = mm.table();
    for (long va = start; va != end; va += size.bytes()) {
      if (!table.map(va, layout.physicalOfText(va), size, Protection.PAGE_KERNEL_ROX)) {
        throw new IllegalStateException("no frame for the tables of static text");
      }
    }
  }

  private void freeTail() {
    if (tail().isEmpty()) {
      return;
    }
    FrameAllocator frames = mm.frames();
    frames.splitToFrames(layout.physicalOfText(wholePagesEnd), PageSize.MIB_2.order());
    AddressRange rest = tail();
    for (long va = rest.start(); va != rest.end(); va += PageSize.KIB_4.bytes()) {
      frames.free(layout.physicalOfText(va), 0);
    }
  }
}
