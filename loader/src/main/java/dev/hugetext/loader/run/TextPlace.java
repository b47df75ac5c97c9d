package dev.hugetext.loader.run;

import dev.hugetext.execmem.KernelMemory;
import dev.hugetext.execmem.layout.AddressRange;
import dev.hugetext.x86.memory.PageSize;
import dev.hugetext.x86.memory.PageTable;
import dev.hugetext.x86.memory.Pte;

/**
 * Where a piece of text lies and what maps it.
 *
 * @param policy the allocator's name
 * @param entry its first instruction
 * @param block the allocation that holds it
 * @param blockBytes size of the allocation
 * @param page start of the page that maps the entry
 * @param pageSize size of that page
 * @param writable whether the page may be written through this mapping: never, if all is right
 * @param executable whether it may be executed
 * @param inTextTail whether the block lies behind static text, in the text tail
 * @param sharedWithStaticText whether the page also maps static text
 */
public record TextPlace(
    String policy,
    long entry,
    long block,
    int blockBytes,
    long page,
    PageSize pageSize,
    boolean writable,
    boolean executable,
    boolean inTextTail,
    boolean sharedWithStaticText) {

  /** Looks a placed function up in the page tables. */
  public static TextPlace of(EmulatedKernel kernel, PlacedFunction function) {
    KernelMemory memory = kernel.memory();
    PageTable.Entry leaf = kernel.machine().kernelTable().find(function.entry());
    long page = leaf.level().base(function.entry());
    AddressRange text = memory.image().text();
    return new TextPlace(
        kernel.text().policyName(),
        function.entry(),
        function.block(),
        function.blockBytes(),
        page,
        leaf.level(),
        (leaf.value() & Pte.RW) != 0,
        (leaf.value() & Pte.NX) == 0,
        memory.textTail().map(tail -> tail.contains(function.block())).orElse(false),
        text.overlaps(AddressRange.of(page, leaf.level().bytes())));
  }
}
