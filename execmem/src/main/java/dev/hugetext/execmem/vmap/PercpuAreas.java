package dev.hugetext.execmem.vmap;

import dev.hugetext.execmem.sync.InitMm;
import dev.hugetext.x86.memory.FrameAccount;
import dev.hugetext.x86.memory.FrameAllocator;
import dev.hugetext.x86.memory.PageSize;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Areas for chunks of per-CPU memory, from the top of vmalloc space down ({@code
 * pcpu_get_vm_areas}), and the frames that are put into them page by page. Whoever uses a chunk
 * serialises its changes.
 */
public final class PercpuAreas {
  private static final int PAGE_SHIFT = PageSize.KIB_4.shift();

  private final VmapSpace space;
  private final KernelMappings mappings;
  private final FrameAllocator frames;
  private final FrameAccount account;
  private final Map<Long, Chunk> chunks = new ConcurrentHashMap<>();

  /** What is known of a chunk: its shape, and the frame of each page, -1 for none. */
  private record Chunk(int units, long unitBytes, long[] frames) {
    int pagesOfUnit() {
      return (int) (unitBytes >>> PAGE_SHIFT);
    }
  }

  /** Chunks of {@code mm} in {@code space}. */
  public PercpuAreas(InitMm mm, VmapSpace space) {
    this.space = space;
    mappings = space.mappings();
    frames = mm.frames();
    account = frames.openAccount("percpu");
  }

  /**
   * Takes room for {@code units} units side by side, without frames, aligned to 2 MiB.
   *
   * @return address of the first, or 0 where there is no room
   */
  public long create(int units, long unitBytes) {
    long bytes = units * unitBytes;
    long large = PageSize.MIB_2.bytes();
    long size = (bytes + large - 1) & -large;
    VmapArea[] areas = space.allocateCongruent(new long[] {0}, new long[] {size}, large);
    if (areas == null) {
      return 0;
    }
    long base = areas[0].start();
    areas[0].attachVm(VmStruct.ofPercpu(base, size));
    long[] none = new long[(int) (bytes >>> PAGE_SHIFT)];
    Arrays.fill(none, -1);
    chunks.put(base, new Chunk(units, unitBytes, none));
    return base;
  }

  /** Puts frames into pages {@code [first, end)} of every unit; false, and none, without frames. */
  public boolean populate(long base, int first, int end) {
    Chunk chunk = chunkAt(base);
    for (int unit = 0; unit < chunk.units(); unit++) {
      for (int page = first; page < end; page++) {
        if (!populatePage(base, chunk, unit * chunk.pagesOfUnit() + page)) {
          depopulate(base, chunk, first, end);
          return false;
        }
      }
    }
    return true;
  }

  private boolean populatePage(long base, Chunk chunk, int page) {
    long frame = frames.allocate(0, account);
    if (frame < 0) {
      return false;
    }
    long[] one = {frame};
    long va = base + ((long) page << PAGE_SHIFT);
    if (mappings.map(va, one, 1, PageSize.KIB_4, KernelMappings.DATA) == 0) {
      frames.free(frame, 0);
      return false;
    }
    chunk.frames()[page] = frame;
    return true;
  }

  /** Takes them out again; a flush follows before the addresses can be used by anybody else. */
  private void depopulate(long base, Chunk chunk, int first, int end) {
    for (int unit = 0; unit < chunk.units(); unit++) {
      int start = unit * chunk.pagesOfUnit();
      long va = base + ((long) start << PAGE_SHIFT);
      mappings.unmap(va + ((long) first << PAGE_SHIFT), va + ((long) end << PAGE_SHIFT));
    }
    mappings.flush(base, base + ((long) chunk.frames().length << PAGE_SHIFT));
    for (int unit = 0; unit < chunk.units(); unit++) {
      for (int page = first; page < end; page++) {
        int index = unit * chunk.pagesOfUnit() + page;
        if (chunk.frames()[index] >= 0) {
          frames.free(chunk.frames()[index], 0);
          chunk.frames()[index] = -1;
        }
      }
    }
  }

  /** Gives all frames and the room back. */
  public void destroy(long base) {
    Chunk chunk = chunkAt(base);
    depopulate(base, chunk, 0, chunk.pagesOfUnit());
    chunks.remove(base);
    VmapArea area = space.unlink(base);
    if (area != null) {
      area.detachVm();
      space.freeLazily(area);
    }
  }

  private Chunk chunkAt(long base) {
    Chunk chunk = chunks.get(base);
    if (chunk == null) {
      throw new IllegalArgumentException("no chunk of per-CPU memory at 0x%x".formatted(base));
    }
    return chunk;
  }
}
